package covenant.request.verification;

import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How often a person's identity was not proven of late. Counts over all her requests, so that a new request gives no new
 * tries (R-5.2.1-4). Pure.
 *
 * @param failed since the last success or lock
 * @param sent codes since {@code sentSince}
 */
record Guard(
        int failed,
        @Nullable Instant lastFailed,
        @Nullable Instant lockedUntil,
        int sent,
        @Nullable Instant sentSince) {

    static final Guard NONE = new Guard(0, null, null, 0, null);
    private static final int CODES_PER_HOUR = 5;

    /** @param attempts failures that lead to a lock */
    record Limits(int attempts, Duration lock) {}

    /** The refusal while the lock lasts. */
    Optional<Refusal> locked(Instant now) {
        return lockedUntil == null || !now.isBefore(lockedUntil)
                ? Optional.empty()
                : Optional.of(Refusal.of(
                                ProblemCode.RATE_LIMITED,
                                "Too many failed attempts; try again later or prove the identity by document.")
                        .with("lockedUntil", lockedUntil.toString()));
    }

    /** The refusal when codes were sent too often. */
    Optional<Refusal> tooManyCodes(Instant now) {
        return sentSince != null && now.isBefore(sentSince.plus(Duration.ofHours(1))) && sent >= CODES_PER_HOUR
                ? Optional.of(Refusal.of(ProblemCode.RATE_LIMITED, "Too many codes were asked for; try again later."))
                : Optional.empty();
    }

    Guard codeSent(Instant now) {
        boolean sameHour = sentSince != null && now.isBefore(sentSince.plus(Duration.ofHours(1)));
        return new Guard(failed, lastFailed, lockedUntil, sameHour ? sent + 1 : 1, sameHour ? sentSince : now);
    }

    /** One more failure; the last one allowed locks. Failures older than the lock's length are forgotten. */
    Guard failure(Instant now, Limits limits) {
        boolean forgotten = lastFailed != null && !now.isBefore(lastFailed.plus(limits.lock()));
        boolean lockOver = lockedUntil != null && !now.isBefore(lockedUntil);
        int count = (forgotten || lockOver ? 0 : failed) + 1;
        return new Guard(count, now, count >= limits.attempts() ? now.plus(limits.lock()) : null, sent, sentSince);
    }

    Guard success() {
        return new Guard(0, null, null, sent, sentSince);
    }

    int left(Limits limits) {
        return Math.max(0, limits.attempts() - failed);
    }
}
