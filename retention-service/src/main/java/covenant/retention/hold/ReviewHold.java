package covenant.retention.hold;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.approval.Approval;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

/** Two persons looked again and still need the hold: it goes on until the next review day. */
@ApplicationScoped
class ReviewHold implements ApprovedAct {
    static final String KIND = "LEGAL_HOLD_REVIEW";

    private final HoldStore store;
    private final CovenantClock clock;
    private final ObjectMapper json;

    ReviewHold(HoldStore store, CovenantClock clock, ObjectMapper json) {
        this.store = store;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Response carryOut(Approval approval) {
        HoldResource.Review review = read(approval);
        LegalHold hold = store.lock(review.holdId())
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such hold."));
        if (hold.releasedAt() != null) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "The hold was released before.");
        }
        store.review(hold.id(), review.reviewOn());
        LegalHold reviewed = store.lock(hold.id()).orElseThrow();
        return Response.ok(HoldView.of(reviewed, LegalCalendar.dayOf(clock.now())))
                .build();
    }

    private HoldResource.Review read(Approval approval) {
        try {
            return json.treeToValue(approval.payload(), HoldResource.Review.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("approval payload", e);
        }
    }
}
