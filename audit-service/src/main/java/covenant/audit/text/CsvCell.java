package covenant.audit.text;

import org.jspecify.annotations.Nullable;

/**
 * A cell of RFC 4180 CSV. One that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection): what the log holds
 * comes from many systems.
 */
public final class CsvCell {

    private static final String FORMULA_STARTS = "=+-@\t\r\n";

    private CsvCell() {}

    public static String of(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        String safe = FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return "\"" + safe.replace("\"", "\"\"") + "\"";
    }

    /** Numbers and truth values go as they are, all else as text. */
    public static String ofValue(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            default -> of(value.toString());
        };
    }
}
