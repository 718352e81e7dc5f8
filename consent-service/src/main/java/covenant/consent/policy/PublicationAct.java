package covenant.consent.policy;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.platform.approval.Approval;
import covenant.platform.approval.ApprovedAct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Instant;

/** A second person publishes what a first one asked to publish. */
@ApplicationScoped
class PublicationAct implements ApprovedAct {
    static final String KIND = "POLICY_PUBLICATION";

    private final PolicyService service;

    PublicationAct(PolicyService service) {
        this.service = service;
    }

    record Payload(int version, Instant effectiveAt) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Response carryOut(Approval approval) {
        JsonNode payload = approval.payload();
        PolicyVersion published = service.publish(
                payload.get("version").asInt(),
                Instant.parse(payload.get("effectiveAt").asText()));
        return Response.ok(PolicyView.of(published)).build();
    }

    @Override
    public void rejected(Approval approval) {
        service.reject(approval.payload().get("version").asInt(), "APPROVAL_REFUSED");
    }
}
