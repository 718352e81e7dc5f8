package covenant.consent.holder;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.SharingEvent.Ground;
import covenant.platform.approval.Approval;
import covenant.platform.approval.Approvals;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.problem.Refusal;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** A partner or processor that is to get more than the ceiling: a second person says yes, on a ground (R-3.1.3-1). */
@ApplicationScoped
class CeilingAct implements ApprovedAct {
    static final String KIND = "HOLDER_CEILING";

    private final HolderService service;
    private final HolderCeilings ceilings;
    private final Approvals approvals;
    private final ObjectMapper json;
    private final CovenantClock clock;

    CeilingAct(
            HolderService service,
            HolderCeilings ceilings,
            Approvals approvals,
            ObjectMapper json,
            CovenantClock clock) {
        this.service = service;
        this.ceilings = ceilings;
        this.approvals = approvals;
        this.json = json;
        this.clock = clock;
    }

    record Payload(String holderId, HolderRequest request, List<String> beyond, Ground ground, String reference) {}

    /** The ground is what the request names, or the agreement with the recipient. */
    Response ask(String id, HolderRequest request, List<String> beyond) {
        HolderRequest.CeilingRequest named = request.ceiling();
        if (named == null && request.agreement() == null) {
            throw Refusal.invalid(
                            "ceiling",
                            "more than service, account and device data needs a ground: this, or an agreement")
                    .asException();
        }
        Payload payload = named == null
                ? new Payload(id, request, beyond, Ground.AGREEMENT, String.valueOf(agreementId(request)))
                : new Payload(id, request, beyond, named.ground(), named.reference());
        return approvals.request(
                KIND,
                payload,
                "Holder " + id + " beyond its ceiling: " + String.join(", ", beyond) + " on ground " + payload.ground(),
                null);
    }

    private static @org.jspecify.annotations.Nullable String agreementId(HolderRequest request) {
        return request.agreement() == null ? null : request.agreement().id();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Response carryOut(Approval approval) {
        Payload p = json.convertValue(approval.payload(), Payload.class);
        ceilings.approve(
                p.holderId(),
                p.beyond(),
                p.ground(),
                p.reference(),
                approval.requestedBy(),
                String.valueOf(approval.decidedBy()),
                clock.now());
        return HolderResource.answer(p.holderId(), service.put(p.holderId(), p.request()));
    }
}
