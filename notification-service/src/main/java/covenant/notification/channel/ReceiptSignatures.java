package covenant.notification.channel;

import covenant.contracts.NotificationEvent.Channel;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Checks that a delivery receipt comes from the channel's provider, and was signed within the last five minutes. */
@ApplicationScoped
public class ReceiptSignatures {
    private static final Duration FRESH = Duration.ofMinutes(5);

    /** False without a configured secret: nobody can report then. */
    public boolean valid(Channel channel, @Nullable String timestamp, @Nullable String signature, String body) {
        Config config = ConfigProvider.getConfig();
        String prefix = "covenant.gateway." + channel.name().toLowerCase(java.util.Locale.ROOT);
        Optional<String> secret = config.getOptionalValue(prefix + ".receipt-secret", String.class)
                .or(() -> config.getOptionalValue(prefix + ".secret", String.class));
        if (secret.isEmpty() || timestamp == null || signature == null || !timestamp.matches("\\d{1,12}")) {
            return false;
        }
        Duration age = Duration.between(
                Instant.ofEpochSecond(Long.parseLong(timestamp)), Instant.ofEpochMilli(System.currentTimeMillis()));
        return age.abs().compareTo(FRESH) <= 0 && GatewaySignature.matches(secret.get(), timestamp, body, signature);
    }

    /** The signature that a provider puts on a receipt. */
    public static String sign(String secret, String timestamp, String body) {
        return GatewaySignature.of(secret, timestamp, body);
    }
}
