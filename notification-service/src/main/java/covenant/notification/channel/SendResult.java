package covenant.notification.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a provider answered. Codes are stable words without values. */
public sealed interface SendResult {
    /** @param reference the provider's own id of the message */
    record Accepted(@Nullable String reference) implements SendResult {}

    /**
     * Not now.
     *
     * @param retryAfter what the provider asked for (RFC 9110 10.2.3)
     * @param fault whose it is
     */
    record Temporary(String code, @Nullable Duration retryAfter, Fault fault) implements SendResult {}

    /** This address will never take this message. */
    record Permanent(String code) implements SendResult {}

    /** Why a message was not taken for now. */
    enum Fault {
        /** The provider is away, broken or refuses us: the next message would fare alike. */
        PROVIDER,
        /** The provider wants fewer messages. */
        THROTTLED,
        /** Only this message, as for a full mailbox. */
        MESSAGE
    }
}
