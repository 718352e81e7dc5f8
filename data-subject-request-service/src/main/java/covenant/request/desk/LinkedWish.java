package covenant.request.desk;

import covenant.contracts.DsrEvent;
import covenant.contracts.DsrEvent.RequestType;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import covenant.platform.time.WorkingDays;
import covenant.request.facts.FactStore;
import covenant.request.facts.PersonFacts;
import covenant.request.flow.Flow;
import covenant.request.request.Proof;
import covenant.request.request.Request;
import covenant.request.request.RequestCommand;
import covenant.request.request.RequestDecider;
import covenant.request.request.RequestState;
import covenant.request.request.RequestStore;
import covenant.request.request.Requests;
import covenant.request.request.Timeline;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** A withdrawal or a closing that a verified deletion leads to: the same person, proven already. */
@ApplicationScoped
class LinkedWish {
    private final RequestStore store;
    private final Requests requests;
    private final Timeline timeline;
    private final Flow flow;
    private final FactStore facts;
    private final WorkingDays workingDays;
    private final CovenantClock clock;
    private final int identityDays;
    private final int targetDays;
    private final int replyDays;

    LinkedWish(
            RequestStore store,
            Requests requests,
            Timeline timeline,
            Flow flow,
            FactStore facts,
            WorkingDays workingDays,
            CovenantClock clock,
            @ConfigProperty(name = "covenant.request.identity-days") int identityDays,
            @ConfigProperty(name = "covenant.request.target-working-days") int targetDays,
            @ConfigProperty(name = "covenant.request.reply-days") int replyDays) {
        this.store = store;
        this.requests = requests;
        this.timeline = timeline;
        this.flow = flow;
        this.facts = facts;
        this.workingDays = workingDays;
        this.clock = clock;
        this.identityDays = identityDays;
        this.targetDays = targetDays;
        this.replyDays = replyDays;
    }

    /** Opens it, or takes the one that is open; accepted at once. */
    UUID open(Request deletion, RequestType type) {
        Instant now = clock.now();
        Proof proof = deletion.state().proof().orElseThrow();
        Request wish = wish(deletion, type, now);
        byte[] scope = Filing.Scope.of(wish.categories(), null, wish.accountId(), null);
        Instant target = workingDays.after(now, targetDays).dueAt();
        if (store.insert(wish, scope, new RequestStore.Clocks(target, null), new RequestStore.Sealed(null, null))) {
            requests.tell(wish, received(wish));
        }
        Request standing = store.openTwin(wish.subjectId(), type, scope)
                .map(requests::lock)
                .orElse(wish);
        timeline.note(standing.id(), "FollowsFrom", "SYSTEM:desk", now, Map.of("requestId", deletion.id()));
        if (standing.state().proof().isEmpty()) {
            Instant replyDue = LegalCalendar.replyDue(standing.receivedAt(), now, replyDays);
            flow.verified(requests.apply(standing, new RequestCommand.ProveIdentity(proof.method(), replyDue)));
        }
        return standing.id();
    }

    private Request wish(Request deletion, RequestType type, Instant now) {
        boolean closes = type == RequestType.ACCOUNT_CLOSURE;
        return new Request(
                Ids.next(now),
                deletion.subjectId(),
                type,
                closes ? List.of() : deletion.remaining(),
                null,
                deletion.requester(),
                deletion.channel(),
                null,
                null,
                closes ? account(deletion) : null,
                now,
                now,
                new RequestState.Received(LegalCalendar.fullDaysAfter(now, identityDays)),
                List.of(),
                false);
    }

    private @Nullable String account(Request deletion) {
        if (deletion.accountId() != null) {
            return deletion.accountId();
        }
        PersonFacts known = facts.of(deletion.subjectId(), clock.now());
        return known.openAccounts().size() == 1 ? known.openAccounts().getFirst() : null;
    }

    private static List<DsrEvent> received(Request wish) {
        Instant expires = wish.state() instanceof RequestState.Received r ? r.expiresAt() : wish.createdAt();
        return List.of(
                new DsrEvent.DataSubjectRequestReceived(
                        wish.id(),
                        wish.type(),
                        wish.categories(),
                        null,
                        wish.requester(),
                        wish.channel(),
                        null,
                        wish.receivedAt()),
                new DsrEvent.IdentityVerificationRequired(
                        wish.id(), wish.type(), RequestDecider.methods(wish), expires));
    }
}
