package covenant.audit.entry;

import java.util.Map;
import java.util.SortedMap;

/**
 * Writes one flat JSON object in the one form that RFC 8785 allows: members sorted, no white space, the shortest escapes. Values are
 * texts, whole numbers, and JSON that already has its form.
 */
final class CanonicalJson {

    /** JSON that is written as it is. */
    record Raw(String json) {}

    private CanonicalJson() {}

    static String write(SortedMap<String, Object> members) {
        StringBuilder out = new StringBuilder(512).append('{');
        for (Map.Entry<String, Object> member : members.entrySet()) {
            if (out.length() > 1) {
                out.append(',');
            }
            quote(member.getKey(), out);
            out.append(':');
            switch (member.getValue()) {
                case Raw raw -> out.append(raw.json());
                case Long number -> out.append(number.longValue());
                case String text -> quote(text, out);
                default -> throw new IllegalArgumentException("not a value of an entry: " + member.getKey());
            }
        }
        return out.append('}').toString();
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < ' ') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
