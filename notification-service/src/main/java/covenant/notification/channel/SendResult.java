package covenant.notification.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a provider answered. Codes are stable words without values. */
public sealed interface SendResult {
    /** @param reference the provider's own id of the message */
    record Accepted(@Nullable String reference) implements SendResult {}

    /** The provider is away, slow or busy. @param retryAfter what it asked for (RFC 9110 10.2.3) */
    record Temporary(String code, @Nullable Duration retryAfter) implements SendResult {}

    /** This address will never take this message. */
    record Permanent(String code) implements SendResult {}
}
