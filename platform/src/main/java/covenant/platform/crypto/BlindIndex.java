package covenant.platform.crypto;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.crypto.tink.subtle.Hkdf;
import com.google.crypto.tink.subtle.Random;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keyed hashes (HMAC-SHA-256) to find or to link values without storing them: a bare hash of an 11-digit number can be undone by
 * trying all, this one only with the key (R-4.1.1-2, R-4.1.1-4). Each field has a key of its own, derived by HKDF, so values of
 * different fields cannot be compared. Stable for the life of the service's secret {@code blind-index}; a derived key is kept for at most 60 s,
 * then {@link KeysUnavailableException} while the secret cannot be read.
 */
@ApplicationScoped
public class BlindIndex {
    private static final int LENGTH = 32;
    private static final String HMAC = "HmacSHA256";

    private final ServiceSecrets secrets;
    /** Ready with the key, never used but to be cloned: a clone saves the look-up of the algorithm and the preparation of the key. */
    private final Cache<String, Mac> macs =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(60)).build();

    public BlindIndex(ServiceSecrets secrets) {
        this.secrets = secrets;
    }

    /**
     * 32 bytes for a column to look a value up by.
     *
     * @param field constant name, for instance {@code contact_point.phone}
     * @param normalisedValue in one form however it was typed: see {@link ContactForms}
     */
    public byte[] hmac(String field, String normalisedValue) {
        try {
            Mac mac = (Mac) macs.get(field, this::derive).clone();
            return mac.doFinal(normalisedValue.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Cannot compute a blind index", e);
        }
    }

    /** A pseudonym for logs that outlive the person: 22 characters of base64url, 128 bits of {@link #hmac}. */
    public String pseudonym(String purpose, String value) {
        byte[] hmac = hmac("pseudonym:" + purpose, value);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(java.util.Arrays.copyOf(hmac, 16));
    }

    private Mac derive(String field) {
        byte[] secret = secrets.loadOrCreate("blind-index", () -> Random.randBytes(LENGTH));
        try {
            byte[] info = Ciphers.associatedData("covenant blind index v1", field);
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(Hkdf.computeHkdf("HMACSHA256", secret, new byte[0], info, LENGTH), HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot derive a key", e);
        }
    }

    @Override
    public String toString() {
        return "BlindIndex[redacted]";
    }
}
