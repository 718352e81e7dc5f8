package covenant.retention.termination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.approval.Approval;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.time.CovenantClock;
import covenant.retention.termination.HandOverResource.HandOverRequest;
import covenant.retention.termination.HandOverResource.HandOverView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Objects;

/** Begins to record a hand-over that a second person confirmed. */
@ApplicationScoped
class RecordHandOver implements ApprovedAct {
    static final String KIND = "STATUTORY_HAND_OVER";

    private final HandOverStore store;
    private final Terminations terminations;
    private final CovenantClock clock;
    private final ObjectMapper json;

    RecordHandOver(HandOverStore store, Terminations terminations, CovenantClock clock, ObjectMapper json) {
        this.store = store;
        this.terminations = terminations;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Response carryOut(Approval approval) {
        HandOverRequest request = read(approval);
        Instant at = request.handedOverAt() == null ? clock.now() : request.handedOverAt();
        HandOver added = new HandOver(
                terminations.current().orElseThrow().id(),
                request.transferee(),
                request.law(),
                request.evidence(),
                at,
                null,
                0,
                null);
        if (!store.add(added, approval.requestedBy(), Objects.requireNonNull(approval.decidedBy()))) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "It was handed over already.");
        }
        return Response.accepted(HandOverView.of(added)).build();
    }

    private HandOverRequest read(Approval approval) {
        try {
            return json.treeToValue(approval.payload(), HandOverRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("approval payload", e);
        }
    }
}
