package covenant.platform.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One message to one receiver (Standard Webhooks 1.0.0).
 *
 * @param id the same however often the message is tried; the receiver's idempotency key; without full stops
 * @param body JSON, signed and sent byte by byte as it is
 */
public record WebhookMessage(String id, byte[] body) {

    public WebhookMessage {
        if (!id.matches("[A-Za-z0-9_-]{1,80}")) {
            throw new IllegalArgumentException("not a message id");
        }
    }

    /**
     * The value of {@code webhook-signature}: per secret {@code v1,} and the Base64 of HMAC-SHA256 over
     * {@code id.timestamp.body}, parted by a space, so that a receiver can change over to a new secret without a gap.
     *
     * @param attemptedAt whole seconds count
     */
    String signature(Instant attemptedAt, List<WebhookSecret> secrets) {
        ByteArrayOutputStream content = new ByteArrayOutputStream(body.length + 128);
        content.writeBytes((id + "." + attemptedAt.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
        content.writeBytes(body);
        return secrets.stream()
                .map(secret -> "v1," + Base64.getEncoder().encodeToString(secret.hmac(content.toByteArray())))
                .collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return "WebhookMessage[" + id + ", " + body.length + " bytes]";
    }
}
