package covenant.request.request;

import covenant.platform.time.LegalCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the clock does next to a request, and when. The reminders come at the start of days 20 and 27 of the period (the
 * day it begins is not counted); overdue is the first instant after the last day.
 */
public enum Step {
    IDENTITY_EXPIRES,
    REMIND_20,
    REMIND_27,
    ANSWER_PARTIALLY,
    OVERDUE;

    /** A step and its instant. */
    public record Due(Step step, Instant at) {}

    /**
     * The first step of a request in its present state, or the one after {@code done}.
     *
     * @param before how long before the end of the period a partial answer leaves
     */
    public static Optional<Due> after(Optional<Step> done, Request request, Duration before) {
        return switch (request.state()) {
            case RequestState.Received s -> Optional.of(new Due(IDENTITY_EXPIRES, s.expiresAt()));
            case RequestState.IdentityPending s -> Optional.of(new Due(IDENTITY_EXPIRES, s.expiresAt()));
            case RequestState.Verified s -> next(done, s.by(), request, before);
            case RequestState.InReview s -> next(done, s.by(), request, before);
            case RequestState.Accepted s -> next(done, s.by(), request, before);
            case RequestState.Executing s ->
                s.answeredAt() == null ? next(done, s.by(), request, before) : Optional.empty();
            case RequestState.Completed s -> Optional.empty();
            case RequestState.Refused s -> Optional.empty();
            case RequestState.ClosedUnverified s -> Optional.empty();
            case RequestState.Cancelled s -> Optional.empty();
        };
    }

    private static Optional<Due> next(Optional<Step> done, Proof proof, Request request, Duration before) {
        Step last = done.orElse(IDENTITY_EXPIRES);
        Due due = switch (last) {
            case IDENTITY_EXPIRES -> new Due(REMIND_20, dayOfPeriod(request, proof, 20));
            case REMIND_20 -> new Due(REMIND_27, dayOfPeriod(request, proof, 27));
            case REMIND_27 -> new Due(ANSWER_PARTIALLY, proof.replyDue().minus(before));
            case ANSWER_PARTIALLY -> new Due(OVERDUE, proof.replyDue());
            case OVERDUE -> null;
        };
        if (due == null) {
            return Optional.empty();
        }
        boolean reminder = due.step() == REMIND_20 || due.step() == REMIND_27;
        return reminder && !due.at().isBefore(proof.replyDue())
                ? next(Optional.of(due.step()), proof, request, before)
                : Optional.of(due);
    }

    private static Instant dayOfPeriod(Request request, Proof proof, int day) {
        Instant anchor = request.receivedAt().isAfter(proof.verifiedAt()) ? request.receivedAt() : proof.verifiedAt();
        return LegalCalendar.startOfDay(LegalCalendar.dayOf(anchor).plusDays(day));
    }
}
