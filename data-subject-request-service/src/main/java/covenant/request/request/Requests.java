package covenant.request.request;

import covenant.contracts.DsrEvent;
import covenant.platform.call.CallContext;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Joins the rules with store, outbox and timeline: load, decide, save, tell. Needs a running transaction. */
@ApplicationScoped
public class Requests {
    private final RequestStore store;
    private final Timeline timeline;
    private final Outbox outbox;
    private final CallContext calls;
    private final CovenantClock clock;
    private final Jdbi jdbi;

    Requests(RequestStore store, Timeline timeline, Outbox outbox, CallContext calls, CovenantClock clock, Jdbi jdbi) {
        this.store = store;
        this.timeline = timeline;
        this.outbox = outbox;
        this.calls = calls;
        this.clock = clock;
        this.jdbi = jdbi;
    }

    /** The request, locked. Whoever may not know it gets the same 404 as for one that does not exist. */
    public Request lock(UUID id) {
        return store.lock(id).orElseThrow(Requests::unknown);
    }

    public static RefusedException unknown() {
        return new RefusedException(ProblemCode.NOT_FOUND, "There is no such request.");
    }

    /** Whether it can be taken up again: not while the same wish is open in another request (R-5.2.1-6). */
    public void requireReopenable(Request request) {
        if (request.state() instanceof RequestState.ClosedUnverified) {
            store.openTwinOf(request.id()).ifPresent(twin -> {
                throw Refusal.of(ProblemCode.DUPLICATE_REQUEST, "The same request is open already.")
                        .with("requestId", twin)
                        .with("id", twin)
                        .asException();
            });
        }
    }

    /** @throws RefusedException when the rules say no */
    public Request apply(Request request, RequestCommand command) {
        return switch (RequestDecider.decide(request, command, clock.now())) {
            case Decision.Denied denied -> throw denied.refusal().asException();
            case Decision.Made made -> {
                if (!made.request().equals(request)) {
                    store.update(request, made.request());
                }
                tell(made.request(), made.events());
                yield made.request();
            }
        };
    }

    /** Reminds of many at once, in a few round trips whatever their number; nothing of their state changes. */
    public void remind(List<Request> due, int day) {
        Instant now = clock.now();
        String actor = calls.current().actor().header();
        List<Timeline.Told> told = new ArrayList<>();
        List<EventDraft> drafts = new ArrayList<>();
        for (Request request : due) {
            if (RequestDecider.decide(request, new RequestCommand.Remind(day), now) instanceof Decision.Made made) {
                for (DsrEvent event : made.events()) {
                    drafts.add(
                            EventDraft.about(request.subjectId(), request.id().toString(), event)
                                    .account(request.accountId()));
                    told.add(new Timeline.Told(request.id(), event));
                }
            }
        }
        outbox.appendAll(drafts);
        timeline.addAll(told, actor, now);
    }

    /** Publishes events of a request that was just stored. */
    public void tell(Request request, List<DsrEvent> events) {
        Instant now = clock.now();
        String actor = calls.current().actor().header();
        for (DsrEvent event : events) {
            outbox.append(EventDraft.about(request.subjectId(), request.id().toString(), event)
                    .account(request.accountId()));
            timeline.add(request.id(), event, actor, now);
            remember(event, actor);
        }
    }

    private void remember(DsrEvent event, String actor) {
        switch (event) {
            case DsrEvent.RequestAccepted e ->
                jdbi.useHandle(h -> h.createUpdate("update request set accepted_trigger = :trigger,"
                                + " automatic = :automatic, decided_by = :actor where id = :id")
                        .bind(
                                "trigger",
                                e.trigger() == null ? null : e.trigger().name())
                        .bind("automatic", e.automatic())
                        .bind("actor", actor)
                        .bind("id", e.requestId())
                        .execute());
            case DsrEvent.RequestRefused e ->
                jdbi.useHandle(h -> h.createUpdate("update request set decided_by = :actor where id = :id")
                        .bind("actor", actor)
                        .bind("id", e.requestId())
                        .execute());
            case DsrEvent.RequestAnswered e ->
                jdbi.useHandle(h -> h.createUpdate("update request set outcome = :outcome, missing_holders = :missing,"
                                + " restricted_categories = :restricted where id = :id")
                        .bind("outcome", e.outcome().name())
                        .bindArray("missing", String.class, e.missingHolders())
                        .bindArray("restricted", String.class, e.restrictedCategories())
                        .bind("id", e.requestId())
                        .execute());
            case DsrEvent.RequestCompleted e ->
                jdbi.useHandle(h -> h.createUpdate("update request set missing_holders = '{}' where id = :id")
                        .bind("id", e.requestId())
                        .execute());
            case DsrEvent.DataSubjectRequestReceived e -> {}
            case DsrEvent.IdentityVerificationRequired e -> {}
            case DsrEvent.IdentityVerified e -> {}
            case DsrEvent.IdentityVerificationFailed e -> {}
            case DsrEvent.AccessRequested e -> {}
            case DsrEvent.CorrectionRequested e -> {}
            case DsrEvent.DeletionRequested e -> {}
            case DsrEvent.PortabilityRequested e -> {}
            case DsrEvent.RestrictionRequested e -> {}
            case DsrEvent.ExplanationRequested e -> {}
            case DsrEvent.RequestDeadlineApproaching e -> {}
            case DsrEvent.RequestOverdue e -> {}
            case DsrEvent.RequestCancelled e -> {}
        }
    }
}
