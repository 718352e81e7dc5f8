package covenant.request.request;

import covenant.contracts.DsrEvent;
import covenant.contracts.DsrEvent.CancellationCause;
import covenant.contracts.DsrEvent.RequestType;
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
import org.jspecify.annotations.Nullable;

/** How a request ends without an answer. */
final class RequestEnding {
    private RequestEnding() {}

    /**
     * Until it cannot be undone: an ordered deletion ends only with the account's reopening, before the data is gone
     * (AC-64); a restriction is lifted by cancelling it, even when it was carried out (R-GAP-6).
     */
    static Decision cancel(Request request, CancellationCause cause, Instant now) {
        return switch (request.state()) {
            case Received s -> cancelled(request, null, cause, now);
            case IdentityPending s -> cancelled(request, null, cause, now);
            case Verified s -> cancelled(request, s.by(), cause, now);
            case InReview s -> cancelled(request, s.by(), cause, now);
            case Accepted s -> cancelUnderWay(request, s.by(), cause, now);
            case Executing s -> cancelUnderWay(request, s.by(), cause, now);
            case Completed s ->
                request.type() == RequestType.RESTRICTION
                        ? cancelled(request, s.by(), cause, now)
                        : RequestDecider.conflict(request);
            case Refused s -> RequestDecider.conflict(request);
            case ClosedUnverified s -> RequestDecider.conflict(request);
            case Cancelled s -> RequestDecider.conflict(request);
        };
    }

    private static Decision cancelUnderWay(Request request, Proof proof, CancellationCause cause, Instant now) {
        boolean reopened = cause == CancellationCause.ACCOUNT_REOPENED && request.type() == RequestType.DELETION;
        return RequestEvents.undone(request) || reopened
                ? cancelled(request, proof, cause, now)
                : RequestDecider.conflict(request);
    }

    private static Decision cancelled(Request request, @Nullable Proof proof, CancellationCause cause, Instant now) {
        return RequestDecider.made(
                request.in(new Cancelled(proof, cause, now)),
                new DsrEvent.RequestCancelled(request.id(), request.type(), cause, now));
    }

    /** The person's own time to prove who she is has passed: closed, not refused, and it may be taken up again. */
    static Decision expire(Request request, Instant now) {
        return switch (request.state()) {
            case Received s -> expire(request, s.expiresAt(), now);
            case IdentityPending s -> expire(request, s.expiresAt(), now);
            case Verified s -> RequestDecider.made(request);
            case InReview s -> RequestDecider.made(request);
            case Accepted s -> RequestDecider.made(request);
            case Executing s -> RequestDecider.made(request);
            case Completed s -> RequestDecider.made(request);
            case Refused s -> RequestDecider.made(request);
            case ClosedUnverified s -> RequestDecider.made(request);
            case Cancelled s -> RequestDecider.made(request);
        };
    }

    private static Decision expire(Request request, Instant expiresAt, Instant now) {
        return now.isBefore(expiresAt)
                ? RequestDecider.made(request)
                : RequestDecider.made(
                        request.in(new ClosedUnverified(now)),
                        new DsrEvent.RequestCancelled(
                                request.id(), request.type(), CancellationCause.IDENTITY_NOT_PROVEN, now));
    }
}
