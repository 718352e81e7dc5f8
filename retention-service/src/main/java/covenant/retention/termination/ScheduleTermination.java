package covenant.retention.termination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.approval.Approval;
import covenant.platform.approval.ApprovedAct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Objects;

/** Puts the end of the service on the calendar; the notice period is checked again, as it is at the approval. */
@ApplicationScoped
class ScheduleTermination implements ApprovedAct {
    static final String KIND = "SERVICE_TERMINATION";

    private final Terminations terminations;
    private final ObjectMapper json;

    ScheduleTermination(Terminations terminations, ObjectMapper json) {
        this.terminations = terminations;
        this.json = json;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Response carryOut(Approval approval) {
        try {
            TerminationResource.TerminationRequest request =
                    json.treeToValue(approval.payload(), TerminationResource.TerminationRequest.class);
            Termination scheduled = terminations.schedule(
                    request.terminateAt(), approval.requestedBy(), Objects.requireNonNull(approval.decidedBy()));
            return Response.status(Response.Status.CREATED)
                    .entity(TerminationView.of(scheduled))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("approval payload", e);
        }
    }
}
