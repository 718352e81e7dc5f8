package covenant.benchmarks.pgbench;

import covenant.benchmarks.measure.Latencies;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run of pgbench yielded.
 *
 * @param transactions committed
 * @param failed given up by pgbench
 * @param elapsed connecting not included, as in pgbench's own rate
 */
public record PgbenchResult(long transactions, long failed, Duration elapsed, Latencies latencies) {

    private static final Pattern PROCESSED = Pattern.compile("number of transactions actually processed: (\\d+)");
    private static final Pattern FAILED = Pattern.compile("number of failed transactions: (\\d+)");
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");
    private static final Pattern ABORTED = Pattern.compile("client (\\d+) aborted");

    /**
     * Reads the report.
     *
     * @throws IllegalStateException when a client gave up, or the report is not one
     */
    static PgbenchResult parse(String report, Latencies latencies) {
        if (ABORTED.matcher(report).find()) {
            throw new IllegalStateException("A client of pgbench gave up:\n" + report);
        }
        long transactions = Long.parseLong(find(PROCESSED, report));
        double rate = Double.parseDouble(find(RATE, report));
        Matcher failed = FAILED.matcher(report);
        return new PgbenchResult(
                transactions,
                failed.find() ? Long.parseLong(failed.group(1)) : 0,
                Duration.ofNanos(Math.round(transactions / rate * 1e9)),
                latencies);
    }

    private static String find(Pattern pattern, String report) {
        Matcher matcher = pattern.matcher(report);
        if (!matcher.find()) {
            throw new IllegalStateException("Not a report of pgbench:\n" + report);
        }
        return matcher.group(1);
    }
}
