package covenant.retention.hold;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.RetentionEvent.RetentionHoldReleased;
import covenant.platform.approval.Approval;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import covenant.retention.retentioncase.Cases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Objects;

/** Ends a hold: what is past its due instant goes with the next sweep, that is at once. */
@ApplicationScoped
class ReleaseHold implements ApprovedAct {
    static final String KIND = "LEGAL_HOLD_RELEASE";

    private final HoldStore store;
    private final Cases cases;
    private final Outbox outbox;
    private final CovenantClock clock;
    private final ObjectMapper json;

    ReleaseHold(HoldStore store, Cases cases, Outbox outbox, CovenantClock clock, ObjectMapper json) {
        this.store = store;
        this.cases = cases;
        this.outbox = outbox;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Response carryOut(Approval approval) {
        HoldResource.Release release = read(approval);
        LegalHold hold = store.lock(release.holdId())
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such hold."));
        if (hold.releasedAt() != null) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "The hold was released before.");
        }
        Instant now = clock.now();
        store.release(hold.id(), now, Objects.requireNonNull(approval.decidedBy()));
        cases.reconsider(hold.subjectId());
        outbox.append(EventDraft.about(
                hold.subjectId(), hold.id().toString(), new RetentionHoldReleased(hold.id(), hold.categories(), now)));
        LegalHold released = store.lock(hold.id()).orElseThrow();
        return Response.ok(HoldView.of(released, LegalCalendar.dayOf(now))).build();
    }

    private HoldResource.Release read(Approval approval) {
        try {
            return json.treeToValue(approval.payload(), HoldResource.Release.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("approval payload", e);
        }
    }
}
