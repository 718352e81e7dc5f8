package covenant.audit.log;

import java.util.Base64;

/** RFC 4648 section 4 with exactly one spelling per value: the JDK's decoder also takes missing padding and stray bits. */
final class StrictBase64 {

    private StrictBase64() {}

    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] decode(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new LogFormatException("not base64", e);
        }
        if (!encode(bytes).equals(text)) {
            throw new LogFormatException("not canonical base64");
        }
        return bytes;
    }
}
