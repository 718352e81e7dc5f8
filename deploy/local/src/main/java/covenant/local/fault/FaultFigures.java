package covenant.local.fault;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one test of a row measured. Written as a line of the test's output, and read from there.
 *
 * @param faults how often the fault was made
 * @param acknowledged writes that clients were told are stored, or deliveries where nobody writes
 * @param lost of the acknowledged
 * @param doubled effects that happened twice
 * @param recovery the longest time from a fault, or its end, until everything went on
 * @param remark what was done, in one line
 */
public record FaultFigures(
        FaultRow row, int faults, int acknowledged, int lost, int doubled, Optional<Duration> recovery, String remark) {

    private static final Pattern LINE = Pattern.compile(
            ".*fault ([a-z-]+): (\\d+) faults, (\\d+) acknowledged, (\\d+) lost, (\\d+) doubled, recovery (-|[\\d.]+ s); (.*?)(\\]\\]>.*)?");

    /** {@code fault kill-services: 5 faults, 812 acknowledged, 0 lost, 0 doubled, recovery 9.8 s; …}. */
    public String line() {
        return "fault %s: %d faults, %d acknowledged, %d lost, %d doubled, recovery %s; %s"
                .formatted(
                        row.label(),
                        faults,
                        acknowledged,
                        lost,
                        doubled,
                        recovery.map(FaultFigures::seconds).orElse("-"),
                        remark);
    }

    /** Reads a line of output; empty where it is another. */
    public static Optional<FaultFigures> parse(String line) {
        Matcher found = LINE.matcher(line);
        if (!found.matches()) {
            return Optional.empty();
        }
        return FaultRow.byLabel(found.group(1))
                .map(row -> new FaultFigures(
                        row,
                        Integer.parseInt(found.group(2)),
                        Integer.parseInt(found.group(3)),
                        Integer.parseInt(found.group(4)),
                        Integer.parseInt(found.group(5)),
                        duration(found.group(6)),
                        found.group(7)));
    }

    private static Optional<Duration> duration(String text) {
        return text.equals("-")
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(text.replace(" s", "")) * 1_000)));
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
    }
}
