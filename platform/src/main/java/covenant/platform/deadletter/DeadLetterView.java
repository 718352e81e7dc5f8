package covenant.platform.deadletter;

import org.jspecify.annotations.Nullable;

/**
 * A dead letter as an operator sees it: where it lies and why, never its value.
 *
 * @param topic the dead-letter topic; with partition and offset the address for a redrive
 * @param bytes size of the value
 */
public record DeadLetterView(
        String topic,
        int partition,
        long offset,
        @Nullable String type,
        String reason,
        String detail,
        String originalTopic,
        int bytes,
        String at,
        boolean redriven) {}
