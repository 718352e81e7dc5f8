package covenant.e2e;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One-time codes of an authenticator app (RFC 6238): SHA-1, 6 digits, 30 s. */
final class Totp {
    private Totp() {}

    static String code(byte[] secret, long seconds) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret, "HmacSHA1"));
        byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(seconds / 30).array());
        int at = hash[hash.length - 1] & 0xf;
        int number = ByteBuffer.wrap(hash, at, 4).getInt() & 0x7fffffff;
        return String.format(Locale.ROOT, "%06d", number % 1_000_000);
    }
}
