package covenant.notification.delivery;

import covenant.notification.channel.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one attempt means for a delivery. Pure. */
sealed interface Attempt {
    record Sent(@Nullable String reference) implements Attempt {}

    record Again(String code, Instant at) implements Attempt {}

    /** Nothing was tried: it is night, or the provider wants no more for now. Does not count as an attempt. */
    record Postponed(String code, Instant at) implements Attempt {}

    record Failed(String code) implements Attempt {}

    /**
     * How long a channel is tried.
     *
     * @param pauses after the first, second … attempt; when they are used up the next channel is tried
     * @param lastChannel no other channel is left: the last pause repeats until {@code giveUpAt}, so that a provider may be away for hours
     * @param notAfter the message is not sent later than this
     */
    record Patience(
            List<Duration> pauses,
            boolean lastChannel,
            Instant giveUpAt,
            @Nullable Instant notAfter) {
        boolean usedUp(int attempt, Instant now) {
            return attempt > pauses.size() && (!lastChannel || !now.isBefore(giveUpAt));
        }

        Duration pause(int attempt) {
            return pauses.isEmpty() ? Duration.ofMinutes(1) : pauses.get(Math.min(attempt, pauses.size()) - 1);
        }
    }

    /** @param attempt number of the attempt just made: 1, 2 … */
    static Attempt judge(SendResult result, int attempt, Patience patience, Instant now) {
        return switch (result) {
            case SendResult.Accepted accepted -> new Sent(accepted.reference());
            case SendResult.Permanent permanent -> new Failed(permanent.code());
            case SendResult.Temporary temporary -> {
                if (patience.usedUp(attempt, now)) {
                    yield new Failed(temporary.code());
                }
                Duration pause = patience.pause(attempt);
                Duration asked = temporary.retryAfter();
                yield later(
                        temporary.code(),
                        now.plus(asked != null && asked.compareTo(pause) > 0 ? asked : pause),
                        patience);
            }
        };
    }

    /** The provider is known to be away: another channel at once if there is one, else when it will be tried again. */
    static Attempt away(Instant triedAt, Patience patience, Instant now) {
        if (!patience.lastChannel() || !now.isBefore(patience.giveUpAt())) {
            return new Failed("PROVIDER_AWAY");
        }
        return isLate(triedAt, patience) ? new Failed("EXPIRED") : new Postponed("PROVIDER_AWAY", triedAt);
    }

    private static Attempt later(String code, Instant at, Patience patience) {
        return isLate(at, patience) ? new Failed("EXPIRED") : new Again(code, at);
    }

    private static boolean isLate(Instant at, Patience patience) {
        Instant notAfter = patience.notAfter();
        return notAfter != null && at.isAfter(notAfter);
    }
}
