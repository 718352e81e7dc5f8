package covenant.request.request;

import covenant.contracts.DsrEvent;
import covenant.contracts.DsrEvent.DeletionOrigin;
import covenant.contracts.DsrEvent.Outcome;
import covenant.contracts.DsrEvent.RequestType;
import covenant.contracts.DsrEvent.VerificationMethod;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.request.request.RequestState.Accepted;
import covenant.request.request.RequestState.Cancelled;
import covenant.request.request.RequestState.ClosedUnverified;
import covenant.request.request.RequestState.Completed;
import covenant.request.request.RequestState.Executing;
import covenant.request.request.RequestState.IdentityPending;
import covenant.request.request.RequestState.InReview;
import covenant.request.request.RequestState.Received;
import covenant.request.request.RequestState.Refused;
import covenant.request.request.RequestState.Verified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The rules of a request's life: {@code (request, command, now) -> events | refusal}. Pure. */
public final class RequestDecider {
    private RequestDecider() {}

    public static Decision decide(Request request, RequestCommand command, Instant now) {
        return switch (command) {
            case RequestCommand.AskIdentity c -> askIdentity(request, c);
            case RequestCommand.RecordFailure c -> recordFailure(request, c, now);
            case RequestCommand.ProveIdentity c -> proveIdentity(request, c, now);
            case RequestCommand.PutInReview c -> putInReview(request);
            case RequestCommand.Accept c -> accept(request, c, now);
            case RequestCommand.Refuse c -> refuse(request, c, now);
            case RequestCommand.Begin c -> begin(request);
            case RequestCommand.AnswerPartially c -> answerPartially(request, c, now);
            case RequestCommand.Complete c -> complete(request, c, now);
            case RequestCommand.Cancel c -> RequestEnding.cancel(request, c.cause(), now);
            case RequestCommand.ExpireIdentity c -> RequestEnding.expire(request, now);
            case RequestCommand.Remind c -> remind(request, c.day());
            case RequestCommand.MarkOverdue c -> markOverdue(request, now);
        };
    }

    private static Decision askIdentity(Request request, RequestCommand.AskIdentity c) {
        return switch (request.state()) {
            case Received s -> made(request.in(new IdentityPending(s.expiresAt())));
            case IdentityPending s -> made(request);
            case ClosedUnverified s ->
                made(
                        request.in(new IdentityPending(c.expiresAt())),
                        new DsrEvent.IdentityVerificationRequired(
                                request.id(), request.type(), methods(request), c.expiresAt()));
            case Verified s -> conflict(request);
            case InReview s -> conflict(request);
            case Accepted s -> conflict(request);
            case Executing s -> conflict(request);
            case Completed s -> conflict(request);
            case Refused s -> conflict(request);
            case Cancelled s -> conflict(request);
        };
    }

    /** A failure is not a refusal: the request stays, and the person is told how to go on (R-5.2.1-4). */
    private static Decision recordFailure(Request request, RequestCommand.RecordFailure c, Instant now) {
        DsrEvent failed = new DsrEvent.IdentityVerificationFailed(
                request.id(), request.type(), c.method(), c.failedAttempts(), c.lockedUntil(), now);
        return switch (request.state()) {
            case Received s -> made(request.in(new IdentityPending(s.expiresAt())), failed);
            case IdentityPending s -> made(request, failed);
            case ClosedUnverified s -> made(request.in(new IdentityPending(c.expiresAt())), failed);
            case Verified s -> conflict(request);
            case InReview s -> conflict(request);
            case Accepted s -> conflict(request);
            case Executing s -> conflict(request);
            case Completed s -> conflict(request);
            case Refused s -> conflict(request);
            case Cancelled s -> conflict(request);
        };
    }

    private static Decision proveIdentity(Request request, RequestCommand.ProveIdentity c, Instant now) {
        Proof proof = new Proof(c.method(), now, c.replyDue());
        return switch (request.state()) {
            case Received s -> verified(request, proof);
            case IdentityPending s -> verified(request, proof);
            case ClosedUnverified s -> verified(request, proof);
            case Verified s -> conflict(request);
            case InReview s -> conflict(request);
            case Accepted s -> conflict(request);
            case Executing s -> conflict(request);
            case Completed s -> conflict(request);
            case Refused s -> conflict(request);
            case Cancelled s -> conflict(request);
        };
    }

    private static Decision verified(Request request, Proof proof) {
        List<DsrEvent> events = new ArrayList<>();
        events.add(new DsrEvent.IdentityVerified(
                request.id(), request.type(), proof.method(), proof.verifiedAt(), proof.replyDue()));
        RequestEvents.workMayStart(request, proof.replyDue()).ifPresent(events::add);
        return new Decision.Made(request.in(new Verified(proof)), events);
    }

    private static Decision putInReview(Request request) {
        return switch (request.state()) {
            case Verified s -> made(request.in(new InReview(s.by())));
            case InReview s -> made(request);
            case Received s -> unverified();
            case IdentityPending s -> unverified();
            case ClosedUnverified s -> unverified();
            case Accepted s -> conflict(request);
            case Executing s -> conflict(request);
            case Completed s -> conflict(request);
            case Refused s -> conflict(request);
            case Cancelled s -> conflict(request);
        };
    }

    private static Decision accept(Request request, RequestCommand.Accept c, Instant now) {
        return switch (request.state()) {
            case Verified s -> accepted(request, s.by(), c, now);
            case InReview s -> accepted(request, s.by(), c, now);
            case Received s -> unverified();
            case IdentityPending s -> unverified();
            case ClosedUnverified s -> unverified();
            case Accepted s -> conflict(request);
            case Executing s -> conflict(request);
            case Completed s -> conflict(request);
            case Refused s -> conflict(request);
            case Cancelled s -> conflict(request);
        };
    }

    private static Decision accepted(Request request, Proof proof, RequestCommand.Accept c, Instant now) {
        if (request.type() == RequestType.DELETION && c.trigger() == null) {
            return new Decision.Denied(
                    Refusal.invalid("trigger", "a deletion is accepted for one of the triggers only"));
        }
        List<DsrEvent> events = new ArrayList<>();
        events.add(new DsrEvent.RequestAccepted(
                request.id(), request.type(), c.categories(), c.trigger(), c.accountId(), c.automatic(), now));
        if (c.trigger() != null && request.type() == RequestType.DELETION) {
            events.add(new DsrEvent.DeletionRequested(
                    request.id(),
                    c.categories(),
                    c.trigger(),
                    DeletionOrigin.VERIFIED_REQUEST,
                    null,
                    c.accountId(),
                    proof.replyDue()));
        }
        return new Decision.Made(request.in(new Accepted(proof, now)), events);
    }

    private static Decision refuse(Request request, RequestCommand.Refuse c, Instant now) {
        return switch (request.state()) {
            case Verified s -> refused(request, s.by(), c, now);
            case InReview s -> refused(request, s.by(), c, now);
            case Accepted s -> RequestEvents.undone(request) ? refused(request, s.by(), c, now) : conflict(request);
            case Executing s ->
                RequestEvents.undone(request) && s.answeredAt() == null
                        ? refused(request, s.by(), c, now)
                        : conflict(request);
            case Received s -> unverified();
            case IdentityPending s -> unverified();
            case ClosedUnverified s -> unverified();
            case Completed s -> conflict(request);
            case Refused s -> conflict(request);
            case Cancelled s -> conflict(request);
        };
    }

    /** A refusal is the reply, too (R-5.2.2-4); of a part only, the rest goes on. */
    private static Decision refused(Request request, Proof proof, RequestCommand.Refuse c, Instant now) {
        boolean partial = RequestEvents.isPart(request, c.categories());
        List<String> categories = partial ? c.categories() : request.remaining();
        DsrEvent told = new DsrEvent.RequestRefused(
                request.id(), request.type(), categories, c.secret() ? null : c.ground(), partial, now);
        if (partial) {
            return made(request.refusing(categories), told);
        }
        return made(
                request.refusing(categories).in(new Refused(proof, c.ground(), c.secret(), now)),
                told,
                RequestEvents.answered(request, proof, Outcome.REFUSED, List.of(), List.of(), now));
    }

    private static Decision begin(Request request) {
        return switch (request.state()) {
            case Accepted s -> made(request.in(new Executing(s.by(), s.acceptedAt(), null)));
            case Executing s -> made(request);
            case Received s -> unverified();
            case IdentityPending s -> unverified();
            case ClosedUnverified s -> unverified();
            case Verified s -> conflict(request);
            case InReview s -> conflict(request);
            case Completed s -> conflict(request);
            case Refused s -> conflict(request);
            case Cancelled s -> conflict(request);
        };
    }

    private static Decision answerPartially(Request request, RequestCommand.AnswerPartially c, Instant now) {
        return switch (request.state()) {
            case Accepted s -> partially(request, s.by(), s.acceptedAt(), c, now);
            case Executing s ->
                s.answeredAt() == null ? partially(request, s.by(), s.acceptedAt(), c, now) : made(request);
            case Received s -> unverified();
            case IdentityPending s -> unverified();
            case ClosedUnverified s -> unverified();
            case Verified s -> conflict(request);
            case InReview s -> conflict(request);
            case Completed s -> conflict(request);
            case Refused s -> conflict(request);
            case Cancelled s -> conflict(request);
        };
    }

    private static Decision partially(
            Request request, Proof proof, Instant acceptedAt, RequestCommand.AnswerPartially c, Instant now) {
        return made(
                request.in(new Executing(proof, acceptedAt, now)),
                RequestEvents.answered(
                        request, proof, Outcome.PARTIAL, c.missingHolders(), c.restrictedCategories(), now));
    }

    private static Decision complete(Request request, RequestCommand.Complete c, Instant now) {
        return switch (request.state()) {
            case Accepted s -> completed(request, s.by(), null, c, now);
            case Executing s -> completed(request, s.by(), s.answeredAt(), c, now);
            case Received s -> unverified();
            case IdentityPending s -> unverified();
            case ClosedUnverified s -> unverified();
            case Verified s -> conflict(request);
            case InReview s -> conflict(request);
            case Completed s -> conflict(request);
            case Refused s -> conflict(request);
            case Cancelled s -> conflict(request);
        };
    }

    private static Decision completed(
            Request request,
            Proof proof,
            @org.jspecify.annotations.Nullable Instant answeredAt,
            RequestCommand.Complete c,
            Instant now) {
        Outcome outcome = request.refused().isEmpty() ? c.outcome() : Outcome.PARTIAL;
        List<DsrEvent> events = new ArrayList<>();
        if (answeredAt == null) {
            events.add(RequestEvents.answered(request, proof, outcome, List.of(), c.restrictedCategories(), now));
        }
        events.add(new DsrEvent.RequestCompleted(request.id(), request.type(), outcome, now));
        return new Decision.Made(
                request.in(new Completed(proof, outcome, answeredAt == null ? now : answeredAt, now)), events);
    }

    private static Decision remind(Request request, int day) {
        return RequestEvents.awaitsAnswer(request)
                .map(proof -> made(
                        request,
                        new DsrEvent.RequestDeadlineApproaching(request.id(), request.type(), day, proof.replyDue())))
                .orElseGet(() -> made(request));
    }

    /** Told once; the request stays workable (R-5.2.1-5). 24:00 itself is late: it is the next day. */
    private static Decision markOverdue(Request request, Instant now) {
        return RequestEvents.awaitsAnswer(request)
                .filter(proof -> !request.overdue() && !now.isBefore(proof.replyDue()))
                .map(proof -> made(
                        request.late(), new DsrEvent.RequestOverdue(request.id(), request.type(), proof.replyDue())))
                .orElseGet(() -> made(request));
    }

    /** How this requester may prove the identity: a code goes to the person's own address, so only she may use it. */
    public static List<VerificationMethod> methods(Request request) {
        return switch (request.requester()) {
            case SELF ->
                List.of(VerificationMethod.ONE_TIME_CODE, VerificationMethod.ASSERTION, VerificationMethod.DOCUMENT);
            case REPRESENTATIVE, GUARDIAN, RELATIVE_OF_DECEASED -> List.of(VerificationMethod.DOCUMENT);
        };
    }

    static Decision made(Request request, DsrEvent... events) {
        return new Decision.Made(request, List.of(events));
    }

    static Decision unverified() {
        return new Decision.Denied(Refusal.of(
                ProblemCode.IDENTITY_NOT_VERIFIED, "The identity of the requester has to be verified first."));
    }

    static Decision conflict(Request request) {
        return new Decision.Denied(Refusal.of(
                        ProblemCode.STATE_CONFLICT,
                        "This is not possible in state " + request.state().status() + ".")
                .with("requestStatus", request.state().status()));
    }
}
