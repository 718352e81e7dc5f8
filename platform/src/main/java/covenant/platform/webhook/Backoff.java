package covenant.platform.webhook;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Pauses between attempts: the first one, then three times as long each time, up to six hours, each 25 % shorter or longer by
 * chance so that a receiver that comes back is not met by everybody at once.
 */
public record Backoff(Duration first) {
    private static final Duration LONGEST = Duration.ofHours(6);
    private static final int FACTOR = 3;
    private static final double JITTER = 0.25;

    /**
     * @param failures how often it failed in a row, from 1
     * @param atLeast what the receiver asked for
     */
    public Duration pause(int failures, @Nullable Duration atLeast, RandomGenerator random) {
        double millis = first.toMillis() * Math.pow(FACTOR, Math.max(0, failures - 1));
        double capped = Math.min(millis, LONGEST.toMillis());
        Duration pause = Duration.ofMillis(Math.round(capped * (1 - JITTER + 2 * JITTER * random.nextDouble())));
        return atLeast != null && atLeast.compareTo(pause) > 0 ? atLeast : pause;
    }
}
