package covenant.request.request;

import covenant.contracts.DsrEvent;
import covenant.contracts.DsrEvent.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is told about a request, and the questions that more than one rule asks of it. */
final class RequestEvents {
    private RequestEvents() {}

    /** The event by which work may start; types without work of others have none. */
    static Optional<DsrEvent> workMayStart(Request r, Instant replyDue) {
        return switch (r.type()) {
            case ACCESS, COPY -> Optional.of(new DsrEvent.AccessRequested(r.id(), r.type(), r.categories(), replyDue));
            case CORRECTION, COMPLETION ->
                Optional.of(new DsrEvent.CorrectionRequested(r.id(), r.type(), r.categories(), replyDue));
            case PORTABILITY ->
                Optional.of(new DsrEvent.PortabilityRequested(r.id(), r.categories(), r.handler(), replyDue));
            case RESTRICTION -> Optional.of(new DsrEvent.RestrictionRequested(r.id(), r.categories(), replyDue));
            case EXPLANATION, HUMAN_REVIEW ->
                Optional.of(new DsrEvent.ExplanationRequested(r.id(), r.type(), r.categories(), replyDue));
            case DELETION, WITHDRAWAL, ACCOUNT_CLOSURE, COMPLAINT -> Optional.empty();
        };
    }

    static DsrEvent answered(
            Request r, Proof proof, Outcome outcome, List<String> missing, List<String> restricted, Instant now) {
        return new DsrEvent.RequestAnswered(
                r.id(), r.type(), outcome, missing, restricted, now.isBefore(proof.replyDue()), now);
    }

    /** Whether the categories are a true part of what is asked for, so that something is left to do. */
    static boolean isPart(Request r, List<String> categories) {
        if (categories.isEmpty()) {
            return false;
        }
        return r.categories().isEmpty() || r.remaining().stream().anyMatch(category -> !categories.contains(category));
    }

    /** Whether nothing irrevocable has been ordered even though it was accepted. */
    static boolean undone(Request r) {
        return switch (r.type()) {
            case ACCESS,
                    COPY,
                    PORTABILITY,
                    EXPLANATION,
                    HUMAN_REVIEW,
                    COMPLAINT,
                    WITHDRAWAL,
                    ACCOUNT_CLOSURE,
                    RESTRICTION -> true;
            case DELETION, CORRECTION, COMPLETION -> false;
        };
    }

    /** The proof of a verified request that was not answered yet. */
    static Optional<Proof> awaitsAnswer(Request r) {
        return switch (r.state()) {
            case RequestState.Verified s -> Optional.of(s.by());
            case RequestState.InReview s -> Optional.of(s.by());
            case RequestState.Accepted s -> Optional.of(s.by());
            case RequestState.Executing s -> s.answeredAt() == null ? Optional.of(s.by()) : Optional.empty();
            case RequestState.Received s -> Optional.empty();
            case RequestState.IdentityPending s -> Optional.empty();
            case RequestState.Completed s -> Optional.empty();
            case RequestState.Refused s -> Optional.empty();
            case RequestState.ClosedUnverified s -> Optional.empty();
            case RequestState.Cancelled s -> Optional.empty();
        };
    }
}
