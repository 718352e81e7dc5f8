package covenant.benchmarks.consent;

import static covenant.benchmarks.measure.Latencies.millis;

import covenant.benchmarks.measure.Measurement;
import covenant.benchmarks.measure.Median;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page of results, in Markdown. Everything on it was measured or read back; no path and no name of the machine stands on it. */
final class Page {

    private final Report report;
    private final Setting setting;

    private Page(Report report, Setting setting) {
        this.report = report;
        this.setting = setting;
    }

    static String of(Report report, Setting setting) {
        return new Page(report, setting).write();
    }

    private String write() {
        return String.join("\n\n", title(), result(), runs(), Costs.section(report), where(), method(), verification())
                + "\n";
    }

    private String title() {
        return fill("""
                # consent-writes, %s

                `POST /v1/consents` with %d clients (durable, relay on, authentication on) against pgbench with the same inserts.""", setting.date(), report.plan().clients());
    }

    private String result() {
        return fill(
                """
                ## Result

                | median of %d runs | service | pgbench | ratio |
                |---|---:|---:|---:|
                | consents per second | %.0f | %.0f | **%.2f** |
                | p50, ms | %s | %s | %.1f |
                | p99, ms | %s | %s | %.1f |
                | p99 / p50 | %.1f | %.1f | |
                | errors | %d | %d | |

                %s""",
                report.plan().runs(),
                perSecond(report.service()),
                perSecond(report.reference()),
                report.medianRatio(),
                number(millisAt(report.service(), 50)),
                number(millisAt(report.reference(), 50)),
                millisAt(report.service(), 50) / millisAt(report.reference(), 50),
                number(millisAt(report.service(), 99)),
                number(millisAt(report.reference(), 99)),
                millisAt(report.service(), 99) / millisAt(report.reference(), 99),
                Median.of(report.service(), run -> run.measurement().tail()),
                Median.of(report.reference(), run -> run.measurement().tail()),
                errors(report.service()),
                errors(report.reference()),
                Reading.of(report, setting));
    }

    private String runs() {
        StringBuilder table = new StringBuilder("""
                ## Runs

                | run | pgbench /s | p50 | p99 | service /s | p50 | p99 | max | ratio | backlog of the relay, drained in | others' share of the processors |
                |---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|""");
        for (int i = 0; i < report.service().size(); i++) {
            Run service = report.service().get(i);
            Measurement s = service.measurement();
            Measurement r = report.reference().get(i).measurement();
            table.append(String.format(
                    Locale.ROOT,
                    "%n| %d | %.0f | %s | %s | %.0f | %s | %s | %s | %.2f | %d, %s ms | %s / %s |",
                    i + 1,
                    r.perSecond(),
                    millis(r.latencies().median()),
                    millis(r.latencies().percentile(99)),
                    s.perSecond(),
                    millis(s.latencies().median()),
                    millis(s.latencies().percentile(99)),
                    millis(s.latencies().percentile(100)),
                    report.ratios().get(i),
                    service.backlog(),
                    service.drained().toMillis(),
                    percent(r.processors().othersShare()),
                    percent(s.processors().othersShare())));
        }
        return table.toString();
    }

    private String where() {
        String versions = setting.versions().entrySet().stream()
                .map(entry -> "- " + entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("\n"));
        return fill(
                """
                ## Machine and versions

                - %s
                - Load average before the start: %.2f
                - PostgreSQL: %s
                - Service's JVM: `%s`
                %s""",
                setting.machine().described(),
                setting.machine().load(),
                setting.durability(),
                String.join(" ", setting.javaOptions()),
                versions);
    }

    private String method() {
        Plan plan = report.plan();
        return fill(
                """
                ## Method

                One run of `./covenant bench consent-writes`: PostgreSQL, Kafka and the consent-service start with an empty data directory; the
                reference's database is a copy of the service's with the same tables, indexes and triggers on the same server. Warm-up of
                the service for %d s or more (%d consents), of pgbench for %d s, then %d runs of %d s each in turns, a checkpoint before each.
                Load generator, service, PostgreSQL and Kafka share the processors, so that 1.0 cannot be reached.

                Service: every request is a new person with one separate consent for one sensitive category, with its evidence, a signed access token
                (RS256, one per client) verified each time, over kept-alive HTTP/1.1 connections; the relay publishes two events per consent to Kafka
                (`acks=all`) meanwhile. pgbench: the inserts of the service in an explicit transaction, prepared, one after the other;
                nothing is published.""",
                plan.warmUp().toSeconds(),
                report.warmUpWrites(),
                plan.referenceWarmUp().toSeconds(),
                plan.runs(),
                plan.each().toSeconds());
    }

    private String verification() {
        Verification v = report.verification();
        return fill(
                """
                ## Verified afterwards

                Warm-up included, %d consents were acknowledged: %d of them are not in the database; %d are there that nobody was told of, %d twice.
                `%s` holds %d of their events (%d missing, %d doubled), `%s` %d (%d missing, %d doubled). In the outbox: %d.
                %s""",
                v.acknowledged(),
                v.lost(),
                v.unasked(),
                v.storedTwice(),
                v.events().topic(),
                v.events().count(),
                v.events().missing(),
                v.events().doubled(),
                v.states().topic(),
                v.states().count(),
                v.states().missing(),
                v.states().doubled(),
                v.outboxLeft(),
                report.problems().isEmpty()
                        ? "Both sides left the same number of rows per consent in every table, of the same size within a tenth."
                        : "**Not valid:** " + String.join(" ", report.problems()));
    }

    static double perSecond(List<Run> runs) {
        return Median.of(runs, run -> run.measurement().perSecond());
    }

    private static double millisAt(List<Run> runs, double percent) {
        return Median.of(runs, run -> {
            Duration latency = run.measurement().latencies().percentile(percent);
            return latency.toNanos() / 1e6;
        });
    }

    private static long errors(List<Run> runs) {
        return runs.stream().mapToLong(run -> run.measurement().errors()).sum();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** Numbers are written the same wherever it runs. */
    static String fill(String template, Object... values) {
        return String.format(Locale.ROOT, template, values);
    }

    static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
