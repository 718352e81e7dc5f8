package covenant.audit.entry;

import org.jspecify.annotations.Nullable;

/**
 * Writes one flat JSON object in the one form that RFC 8785 allows: members sorted, no white space, the shortest escapes. Values are
 * texts, whole numbers, and JSON that already has its form; absent ones are left out.
 */
final class CanonicalJson {
    private static final int TYPICAL = 1024;

    private final StringBuilder out = new StringBuilder(TYPICAL).append('{');
    private String last = "";

    /** @throws IllegalArgumentException unless the name comes after that of the last value, by UTF-16 code units (RFC 8785 3.2.3) */
    CanonicalJson text(String name, @Nullable String value) {
        if (value != null) {
            name(name);
            quote(value);
        }
        return this;
    }

    /** As {@link #text}. */
    CanonicalJson number(String name, @Nullable Long value) {
        if (value != null) {
            name(name);
            out.append(value.longValue());
        }
        return this;
    }

    /** JSON that is written as it is; else as {@link #text}. */
    CanonicalJson raw(String name, String json) {
        name(name);
        out.append(json);
        return this;
    }

    /** The whole object. Asked once, and last. */
    String end() {
        return out.append('}').toString();
    }

    private void name(String name) {
        if (name.compareTo(last) <= 0) {
            throw new IllegalArgumentException(name + " does not come after " + last);
        }
        if (!last.isEmpty()) {
            out.append(',');
        }
        last = name;
        quote(name);
        out.append(':');
    }

    private void quote(String text) {
        out.append('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                out.append(text, plain, i);
                escape(c);
                plain = i + 1;
            }
        }
        out.append(text, plain, text.length()).append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> out.append("\\u%04x".formatted((int) c));
        }
    }
}
