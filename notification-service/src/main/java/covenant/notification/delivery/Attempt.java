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

    record Failed(String code) implements Attempt {}

    /**
     * @param attempt number of the attempt just made: 1, 2 …
     * @param pauses after the first, second … attempt; when they are used up the channel has failed
     * @param notAfter the message is not sent later than this
     */
    static Attempt judge(
            SendResult result, int attempt, List<Duration> pauses, Instant now, @Nullable Instant notAfter) {
        return switch (result) {
            case SendResult.Accepted accepted -> new Sent(accepted.reference());
            case SendResult.Permanent permanent -> new Failed(permanent.code());
            case SendResult.Temporary temporary -> {
                if (attempt > pauses.size()) {
                    yield new Failed(temporary.code());
                }
                Duration pause = pauses.get(attempt - 1);
                Duration asked = temporary.retryAfter();
                Instant at = now.plus(asked != null && asked.compareTo(pause) > 0 ? asked : pause);
                yield notAfter != null && at.isAfter(notAfter)
                        ? new Failed("EXPIRED")
                        : new Again(temporary.code(), at);
            }
        };
    }
}
