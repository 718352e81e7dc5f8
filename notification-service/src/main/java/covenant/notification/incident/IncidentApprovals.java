package covenant.notification.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.IncidentEvent.Grade;
import covenant.platform.approval.Approval;
import covenant.platform.approval.ApprovedAct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Acts on incidents that need a second person: lowering the grade, waiving the individual notice. */
final class IncidentApprovals {
    private IncidentApprovals() {}

    record Lowering(UUID incidentId, Grade grade, @Nullable String reason) {}

    record WaiverPayload(UUID incidentId, String reason) {}

    @ApplicationScoped
    static class GradeLowering implements ApprovedAct {
        static final String KIND = "INCIDENT_GRADE_LOWERING";

        private final Incidents incidents;
        private final ObjectMapper json;

        GradeLowering(Incidents incidents, ObjectMapper json) {
            this.incidents = incidents;
            this.json = json;
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Response carryOut(Approval approval) {
            Lowering l = payload(json, approval, Lowering.class);
            Incident incident = incidents.lower(l.incidentId(), l.grade(), l.reason());
            return Response.ok(Map.of("id", incident.id(), "grade", incident.grade(), "state", incident.state()))
                    .build();
        }
    }

    @ApplicationScoped
    static class NoticeWaiver implements ApprovedAct {
        static final String KIND = "INCIDENT_NOTICE_WAIVER";

        private final Incidents incidents;
        private final IncidentStore store;
        private final ObjectMapper json;

        NoticeWaiver(Incidents incidents, IncidentStore store, ObjectMapper json) {
            this.incidents = incidents;
            this.store = store;
            this.json = json;
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Response carryOut(Approval approval) {
            WaiverPayload w = payload(json, approval, WaiverPayload.class);
            Incident incident = incidents.lock(w.incidentId());
            IncidentRules.release(incident, false).ifPresent(refusal -> {
                throw refusal.asException();
            });
            store.update(incident.waived(w.reason()));
            return Response.ok(Map.of("id", incident.id(), "state", incident.state(), "waived", true))
                    .build();
        }
    }

    private static <T> T payload(ObjectMapper json, Approval approval, Class<T> type) {
        try {
            return json.treeToValue(approval.payload(), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an approval does not hold what was filed", e);
        }
    }
}
