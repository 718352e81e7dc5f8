package covenant.benchmarks.page;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as the pages write them. */
final class Numbers {

    private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d,]*(\\.\\d+)?");

    private Numbers() {}

    /** The first number in a table's cell ({@code **1,234.5** s}); empty when it holds none. */
    static OptionalDouble in(String cell) {
        Matcher number = NUMBER.matcher(cell);
        return number.find()
                ? OptionalDouble.of(Double.parseDouble(number.group().replace(",", "")))
                : OptionalDouble.empty();
    }

    /** At most three figures, with k and M. */
    static String shortly(double value) {
        if (value >= 1_000_000) {
            return trimmed(value / 1_000_000) + " M";
        }
        return value >= 1_000 ? trimmed(value / 1_000) + " k" : trimmed(value);
    }

    private static String trimmed(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value).replaceAll("\\.?0+$", "");
    }
}
