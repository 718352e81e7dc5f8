package covenant.platform.paging;

import covenant.platform.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** A position in a keyset order, opaque to callers; a forged one can only start elsewhere in the same filtered list. */
public final class Cursor {
    private static final String SEPARATOR = "\u001f";

    private Cursor() {}

    static String encode(List<String> values) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(SEPARATOR, values).getBytes(StandardCharsets.UTF_8));
    }

    /** Decodes {@code size} values; anything else is refused as 422 on field {@code cursor}. */
    static List<String> decode(String cursor, int size) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            List<String> values = List.of(text.split(SEPARATOR, -1));
            if (values.size() == size && text.indexOf('\0') < 0) {
                return values;
            }
        } catch (IllegalArgumentException notBase64) {
            throw Refusal.invalid("cursor", "is not a cursor of this list").asException();
        }
        throw Refusal.invalid("cursor", "is not a cursor of this list").asException();
    }
}
