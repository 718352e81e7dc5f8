package covenant.benchmarks.soak;

import covenant.benchmarks.measure.Latencies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The page of results.
 *
 * @param full journeys a second that the stack finishes with everything they set off
 * @param rate journeys a second that were begun
 * @param erased persons whose erasure came to its end, of those closed
 */
record SoakPage(
        double full,
        double rate,
        Duration length,
        long journeys,
        long closed,
        long erased,
        long mails,
        Latencies latencies,
        List<Sample> samples,
        List<String> failures) {

    List<String> problems() {
        List<String> problems = new ArrayList<>(failures);
        if (erased != closed) {
            problems.add(erased + " of " + closed + " closed accounts were erased");
        }
        return problems;
    }

    List<Flatness> verdicts() {
        return Arrays.stream(Gauge.values())
                .filter(Gauge::judged)
                .map(gauge -> Flatness.of(gauge, samples))
                .toList();
    }

    String text() {
        List<Flatness> verdicts = verdicts();
        List<String> risen = verdicts.stream()
                .filter(one -> !one.isFlat())
                .map(one -> one.gauge().column())
                .toList();
        double grown =
                samples.getLast().value(Gauge.DATABASES) - samples.getFirst().value(Gauge.DATABASES);
        double between = samples.getLast().at().minus(samples.getFirst().at()).toNanos() / 1e9;
        return String.format(
                Locale.ROOT,
                """
                The whole local stack for %d minutes at half its load: %.1f journeys a second begun, where %.1f are what it finishes with all that
                follows. A journey: a contact point, a consent, four decisions; every fifth a request of a data subject; every second
                closes the account, is erased by its holder and everywhere, and is told by mail.

                **%s**

                | | middle third | last third | allowed | |
                |---|---:|---:|---:|---|
                %s

                Journeys: %,d, of them erased to the end: %,d of %,d closed; mails sent: %,d; errors: %d. From when it was due to its last answer a journey
                took %s ms (p50), %s ms (p99). The databases grew by %.1f kB a journey.

                The rule: the median of the last third of the samples is at most %.1f times that of the middle third, plus a slack for what differs by
                chance (%s). The first third does not count. Heap: MB in use after a full collection, which each sample asks for.
                Topic lag: what all consumer groups together have before them. Dead rows: share of all rows by PostgreSQL's own counters.
                Connections, file handles and threads: those of the five services. The databases are not judged: what is to be kept is kept.

                ## Samples

                %s
                """,
                length.toMinutes(),
                rate,
                full,
                risen.isEmpty() ? "Flat." : "Not flat: " + String.join(", ", risen) + ".",
                verdicts.stream().map(SoakPage::row).collect(Collectors.joining("\n")),
                journeys,
                erased,
                closed,
                mails,
                failures.size(),
                Latencies.millis(latencies.median()),
                Latencies.millis(latencies.percentile(99)),
                grown * 1024 / Math.max(1, rate * between),
                Gauge.FACTOR,
                slacks(),
                table());
    }

    private static String row(Flatness one) {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %s |",
                one.gauge().column(),
                one.middle(),
                one.last(),
                one.allowed(),
                one.isFlat() ? "flat" : "**risen**");
    }

    private static String slacks() {
        return Arrays.stream(Gauge.values())
                .filter(Gauge::judged)
                .map(gauge -> String.format(Locale.ROOT, "%s %.0f", gauge.column(), gauge.slack()))
                .collect(Collectors.joining(", "));
    }

    private String table() {
        String head = Arrays.stream(Gauge.values()).map(Gauge::column).collect(Collectors.joining(" | "));
        return "| minute | " + head + " |\n|---:|" + "---:|".repeat(Gauge.values().length) + "\n"
                + samples.stream().map(SoakPage::line).collect(Collectors.joining("\n"));
    }

    private static String line(Sample sample) {
        return Arrays.stream(Gauge.values())
                .map(gauge -> String.format(Locale.ROOT, "%.1f", sample.value(gauge)))
                .collect(Collectors.joining(
                        " | ",
                        String.format(Locale.ROOT, "| %.1f | ", sample.at().toMillis() / 60e3),
                        " |"));
    }
}
