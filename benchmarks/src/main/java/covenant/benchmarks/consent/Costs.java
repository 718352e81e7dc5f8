package covenant.benchmarks.consent;

import covenant.benchmarks.measure.Median;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Where the time goes: processor time and write-ahead log per consent. */
final class Costs {

    private static final List<String> SERVICE_SIDE = List.of("service", "PostgreSQL", "Kafka", "load generator");
    private static final List<String> REFERENCE_SIDE = List.of("PostgreSQL", "pgbench");

    private Costs() {}

    static String section(Report report) {
        return Page.fill(
                """
                ## Cost per consent

                | processor time, µs | service's run | pgbench's run |
                |---|---:|---:|
                %s
                %s
                %s
                %s
                %s
                | write-ahead log, bytes | %.0f | %.0f |

                %s""",
                row("consent-service", micros(report.service(), "service"), 0),
                row("PostgreSQL", micros(report.service(), "PostgreSQL"), micros(report.reference(), "PostgreSQL")),
                row("Kafka", micros(report.service(), "Kafka"), 0),
                row(
                        "load generator",
                        micros(report.service(), "load generator"),
                        micros(report.reference(), "pgbench")),
                row(
                        "**together**",
                        together(report.service(), SERVICE_SIDE),
                        together(report.reference(), REFERENCE_SIDE)),
                Median.of(report.service(), Run::walPerWrite),
                Median.of(report.reference(), Run::walPerWrite),
                rows(report));
    }

    /**
     * Processor time of the reference over that of the service, both with all that they need. Where the processors are the limit this is what
     * the ratio of the rates comes to when nobody else works on the machine; it holds on a busy machine, too.
     */
    static double ratio(Report report) {
        return together(report.reference(), REFERENCE_SIDE) / together(report.service(), SERVICE_SIDE);
    }

    private static double together(List<Run> runs, List<String> side) {
        return side.stream().mapToDouble(who -> micros(runs, who)).sum();
    }

    /** Median over the runs; NaN where the system does not tell. */
    static double micros(List<Run> runs, String who) {
        return Median.of(runs, run -> {
            Duration used = run.measurement().processors().used().get(who);
            return used == null
                    ? Double.NaN
                    : used.toNanos() / 1e3 / run.measurement().completed();
        });
    }

    private static String row(String who, double service, double reference) {
        return "| %s | %s | %s |".formatted(who, number(service), reference == 0 ? "" : number(reference));
    }

    private static String number(double micros) {
        return Double.isNaN(micros) ? "-" : String.format(Locale.ROOT, "%.0f", micros);
    }

    private static String rows(Report report) {
        StringBuilder text = new StringBuilder("A consent leaves");
        report.left()
                .forEach((table, rows) -> text.append(String.format(
                        Locale.ROOT,
                        " %.0f row(s) of %.0f bytes in `%s`,",
                        (double) rows.count()
                                / Math.max(1, report.verification().stored()),
                        rows.averageBytes(),
                        table)));
        return text + " and two events that pass through `outbox`.";
    }
}
