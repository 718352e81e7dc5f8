package covenant.platform.masking;

/** Replacing characters, counted in code points. */
final class Stars {
    private Stars() {}

    static int length(String value) {
        return value.codePointCount(0, value.length());
    }

    static String all(String value) {
        return "*".repeat(length(value));
    }

    /** Keeps so many code points at the ends; all are masked if that would leave nothing hidden. */
    static String keep(String value, int first, int last) {
        int length = length(value);
        if (length <= first + last) {
            return "*".repeat(length);
        }
        return first(value, first) + "*".repeat(length - first - last) + last(value, last);
    }

    static String first(String value, int codePoints) {
        return value.substring(0, value.offsetByCodePoints(0, Math.min(codePoints, length(value))));
    }

    private static String last(String value, int codePoints) {
        return value.substring(value.offsetByCodePoints(value.length(), -codePoints));
    }
}
