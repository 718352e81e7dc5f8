package covenant.benchmarks.erasure;

import covenant.benchmarks.measure.Machine;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page of results, in Markdown. Everything on it was measured or read back. */
final class SweepPage {
    private SweepPage() {}

    static String of(
            SweepReport report,
            LocalDate date,
            Machine machine,
            String postgres,
            String durability,
            List<String> options) {
        String rows = report.runs().stream()
                .map(run -> String.format(
                        Locale.ROOT,
                        "| %,d | %.0f | **%.0f** | %.2f | %d s |",
                        run.due(),
                        run.casesPerSecond(),
                        run.ordersPerSecond(),
                        run.millisPerErasure(),
                        run.lasted().toSeconds()))
                .collect(Collectors.joining("\n"));
        return String.format(
                Locale.ROOT,
                """
                # erasure-sweep, %s

                The sweep of one retention-service hands due cases to erasure: %d orders a case, each with its event in the outbox, the
                relay on. Each row is one run, one after the other.

                | due at the beginning | cases/s | orders/s | ms per erasure | lasted |
                |---:|---:|---:|---:|---:|
                %s

                - The dearest erasure costs %.2f x the cheapest.
                - One set-based SQL update of the same rows, without orders and events, marks %.0f rows/s.
                - %d single cases that fell due behind a backlog of %,d had their orders after at most %d ms.
                - Orders placed twice: %d.

                ## Machine and versions

                - %s, %d processors, %d MiB, %s; load average before the start: %.2f
                - One forced write of 8 KiB: %d us
                - PostgreSQL %s: %s
                - Java %s, options of the service: `%s`
                """,
                date,
                SweepDatabase.HOLDERS,
                rows,
                report.spread(),
                report.floor(),
                report.singles().size(),
                report.behind(),
                report.slowestSingle().toMillis(),
                report.doubled(),
                machine.processor(),
                machine.processors(),
                machine.memoryMebibytes(),
                machine.system(),
                machine.load(),
                machine.flush().toNanos() / 1_000,
                postgres,
                durability,
                System.getProperty("java.vm.version"),
                String.join(" ", options));
    }
}
