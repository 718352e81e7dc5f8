package covenant.request.verification;

import covenant.platform.crypto.BlindIndex;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Codes of six digits or more from a cryptographic source. Only a keyed hash is stored, salted with the challenge: a
 * million possible codes are tried in a moment against a bare hash.
 */
@ApplicationScoped
class OneTimeCodes {
    private static final String FIELD = "identity_challenge.code";
    private static final int FEWEST_DIGITS = 6;
    private static final int MOST_DIGITS = 12;

    private final SecureRandom random = new SecureRandom();
    private final BlindIndex index;
    private final int digits;

    OneTimeCodes(BlindIndex index, @ConfigProperty(name = "covenant.request.code.digits") int digits) {
        if (digits < FEWEST_DIGITS || digits > MOST_DIGITS) {
            throw new IllegalArgumentException("covenant.request.code.digits must be 6 to 12");
        }
        this.index = index;
        this.digits = digits;
    }

    String next() {
        StringBuilder code = new StringBuilder(digits);
        for (int i = 0; i < digits; i++) {
            code.append((char) ('0' + random.nextInt(10)));
        }
        return code.toString();
    }

    byte[] hash(UUID requestId, UUID challengeId, String code) {
        return index.hmac(FIELD, requestId + "|" + challengeId + "|" + code);
    }

    /** In constant time. */
    boolean matches(byte[] stored, UUID requestId, UUID challengeId, String code) {
        return MessageDigest.isEqual(stored, hash(requestId, challengeId, code));
    }
}
