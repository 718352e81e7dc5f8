package covenant.e2e;

import covenant.local.fault.FaultFigures;
import covenant.local.fault.FaultRow;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What a test measured, for the log of the run and for {@code ./covenant faults}. */
final class Figures {

    private Figures() {}

    static void print(String line, Object... values) {
        System.out.println("figures: " + line.formatted(values));
    }

    /** What a fault did to a load. */
    static void fault(
            FaultRow row, int faults, Reckoning reckoning, Duration recovery, String remark, Object... values) {
        fault(new FaultFigures(
                row,
                faults,
                reckoning.acknowledged(),
                reckoning.lost().size(),
                reckoning.doubled().size(),
                Optional.of(recovery),
                remark.formatted(values)));
    }

    static void fault(FaultFigures figures) {
        print("%s", figures.line());
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
    }
}
