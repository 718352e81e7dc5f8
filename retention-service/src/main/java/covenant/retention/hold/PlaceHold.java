package covenant.retention.hold;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.RetentionEvent.RetentionHoldPlaced;
import covenant.platform.approval.Approval;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import covenant.retention.retentioncase.Cases;
import covenant.retention.retentioncase.HoldScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Puts a hold in force: from its commit on, nothing of its scope is handed to erasure. */
@ApplicationScoped
class PlaceHold implements ApprovedAct {
    static final String KIND = "LEGAL_HOLD";

    private final HoldStore store;
    private final Cases cases;
    private final Outbox outbox;
    private final CovenantClock clock;
    private final ObjectMapper json;

    PlaceHold(HoldStore store, Cases cases, Outbox outbox, CovenantClock clock, ObjectMapper json) {
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
        HoldResource.HoldRequest request = read(approval);
        Instant now = clock.now();
        LegalHold hold = new LegalHold(
                Ids.next(now),
                request.subjectId(),
                HoldResource.categories(request),
                request.reason(),
                request.authority(),
                request.reviewOn(),
                approval.requestedBy(),
                Objects.requireNonNull(approval.decidedBy()),
                now,
                null);
        store.insert(hold);
        HoldScope scope = new HoldScope(hold.id(), hold.categories());
        List<String> tooLate = cases.reconsider(hold.subjectId()).stream()
                .filter(scope::covers)
                .toList();
        outbox.append(EventDraft.about(
                hold.subjectId(),
                hold.id().toString(),
                new RetentionHoldPlaced(hold.id(), hold.categories(), hold.authority(), hold.reviewOn(), now)));
        return Response.status(Response.Status.CREATED)
                .entity(HoldView.of(hold, LegalCalendar.dayOf(now), tooLate))
                .build();
    }

    private HoldResource.HoldRequest read(Approval approval) {
        try {
            return json.treeToValue(approval.payload(), HoldResource.HoldRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("approval payload", e);
        }
    }
}
