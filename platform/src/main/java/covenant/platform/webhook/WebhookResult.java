package covenant.platform.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one attempt. */
public sealed interface WebhookResult {

    /** Answered with 2xx: received, which says nothing about what the receiver does with it. */
    record Delivered(int status) implements WebhookResult {}

    /**
     * Anything else.
     *
     * @param reason as {@code HTTP_500}, {@code TIMEOUT}, {@code ADDRESS_NOT_ALLOWED}
     * @param retryAfter what the receiver asked for
     */
    record Failed(String reason, @Nullable Duration retryAfter) implements WebhookResult {
        static Failed of(String reason) {
            return new Failed(reason, null);
        }
    }
}
