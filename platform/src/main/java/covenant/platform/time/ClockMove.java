package covenant.platform.time;

import java.time.Duration;
import java.time.Instant;

/**
 * One move of the sandbox clock.
 *
 * @param number 1, 2, 3 … without a gap
 * @param movedAt system time of the move
 * @param shift how far the clock went; negative when it was set back
 * @param confirmed whether the move counts as confirmed by an operator (T-9): all but those marked {@code "unexpected"}
 */
public record ClockMove(long number, Instant movedAt, Instant from, Instant to, Duration shift, boolean confirmed) {}
