package covenant.platform.webhook;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A symmetric signing secret of Standard Webhooks 1.0.0: 24 to 64 bytes, written {@code whsec_<base64>}. */
public final class WebhookSecret {
    private static final String PREFIX = "whsec_";
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;

    private final byte[] key;

    private WebhookSecret(byte[] key) {
        if (key.length < MIN_BYTES || key.length > MAX_BYTES) {
            throw new IllegalArgumentException("a webhook secret has 24 to 64 bytes");
        }
        this.key = key.clone();
    }

    public static WebhookSecret of(byte[] key) {
        return new WebhookSecret(key);
    }

    /** @throws IllegalArgumentException if the text is no {@code whsec_<base64>} of 24 to 64 bytes; the message does not repeat it */
    public static WebhookSecret parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a webhook secret starts with whsec_");
        }
        try {
            return new WebhookSecret(Base64.getDecoder().decode(text.substring(PREFIX.length())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a webhook secret is whsec_ and the Base64 of 24 to 64 bytes");
        }
    }

    /** A secret for one name, derived from this one: HMAC-SHA256 over the name. */
    public WebhookSecret derive(String name) {
        return new WebhookSecret(hmac(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** As it is handed to the receiver. Never log it. */
    public String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    byte[] hmac(byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return "WebhookSecret[…]";
    }
}
