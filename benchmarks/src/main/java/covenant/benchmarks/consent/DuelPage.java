package covenant.benchmarks.consent;

import static covenant.benchmarks.measure.Latencies.millis;

import covenant.benchmarks.consent.Duel.Outcome;
import covenant.benchmarks.consent.Duel.Side;
import covenant.benchmarks.measure.Measurement;
import covenant.benchmarks.measure.Median;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page of a {@link Duel}, in Markdown: everything on it was measured or read back. */
final class DuelPage {

    private DuelPage() {}

    /**
     * What the page says besides the numbers.
     *
     * @param units what is counted, as in "decisions"
     * @param aims ratios aimed at, the nearest first
     * @param remarks further measurements and what was looked at afterwards, one paragraph each
     */
    record Frame(String name, String question, String units, List<Double> aims, String method, List<String> remarks) {}

    static String of(Frame frame, Outcome outcome, Plan plan, Setting setting) {
        List<String> parts = new ArrayList<>();
        parts.add("# %s, %s\n\n%s".formatted(frame.name(), setting.date(), frame.question()));
        parts.add(result(frame, outcome, plan));
        parts.addAll(frame.remarks());
        parts.add(runs(outcome));
        parts.add(costs(frame, outcome));
        parts.add(where(setting));
        parts.add(
                "## Method\n\n%s\n%d clients a side, warm-up of %d s, then %d runs of %d s each in turns, a checkpoint before each."
                        .formatted(
                                frame.method(),
                                plan.clients(),
                                plan.warmUp().toSeconds(),
                                plan.runs(),
                                plan.each().toSeconds()));
        parts.addAll(outcome.problems().stream().map(p -> "**Not valid:** " + p).toList());
        return String.join("\n\n", parts) + "\n";
    }

    private static String result(Frame frame, Outcome o, Plan plan) {
        String aims = frame.aims().stream()
                .map(aim -> Page.fill("%.2f: %s", aim, o.medianRatio() >= aim ? "reached" : "not reached"))
                .collect(Collectors.joining("; "));
        return Page.fill(
                """
                ## Result

                | median of %d runs | %s | %s | ratio |
                |---|---:|---:|---:|
                | %s per second | %.0f | %.0f | **%.2f** |
                | p50 of a request, ms | %s | %s | |
                | p99 of a request, ms | %s | %s | |
                | errors | %d | %d | |

                Aims: %s.""",
                plan.runs(),
                o.service().name(),
                o.reference().name(),
                frame.units(),
                rate(o.service(), o.serviceRuns()),
                rate(o.reference(), o.referenceRuns()),
                o.medianRatio(),
                at(o.serviceRuns(), 50),
                at(o.referenceRuns(), 50),
                at(o.serviceRuns(), 99),
                at(o.referenceRuns(), 99),
                errors(o.serviceRuns()),
                errors(o.referenceRuns()),
                aims);
    }

    private static String runs(Outcome o) {
        StringBuilder table = new StringBuilder(
                """
                ## Runs

                | run | %s /s | p50 | p99 | %s /s | p50 | p99 | ratio | others' share of the processors |
                |---:|---:|---:|---:|---:|---:|---:|---:|---:|""".formatted(o.reference().name(), o.service().name()));
        for (int i = 0; i < o.serviceRuns().size(); i++) {
            Measurement r = o.referenceRuns().get(i);
            Measurement s = o.serviceRuns().get(i);
            table.append(String.format(
                    Locale.ROOT,
                    "%n| %d | %.0f | %s | %s | %.0f | %s | %s | %.2f | %s / %s |",
                    i + 1,
                    o.reference().unitsPerSecond(r),
                    millis(r.latencies().median()),
                    millis(r.latencies().percentile(99)),
                    o.service().unitsPerSecond(s),
                    millis(s.latencies().median()),
                    millis(s.latencies().percentile(99)),
                    o.ratios().get(i),
                    Page.percent(r.processors().othersShare()),
                    Page.percent(s.processors().othersShare())));
        }
        return table.toString();
    }

    private static String costs(Frame frame, Outcome o) {
        return "## Processor time\n\nMedians, µs for one of the %s.\n\n- %s\n- %s"
                .formatted(frame.units(), cost(o.service(), o.serviceRuns()), cost(o.reference(), o.referenceRuns()));
    }

    private static String cost(Side side, List<Measurement> runs) {
        String parts = runs.getFirst().processors().used().keySet().stream()
                .map(who -> who + " " + micros(side, runs, who))
                .collect(Collectors.joining(", "));
        return side.name() + ": " + (parts.isEmpty() ? "the system does not tell" : parts);
    }

    private static String micros(Side side, List<Measurement> runs, String who) {
        return Page.fill(
                "%.1f",
                Median.of(
                        runs,
                        m -> m.processors()
                                        .used()
                                        .getOrDefault(who, Duration.ZERO)
                                        .toNanos()
                                / 1e3
                                / m.completed()
                                / side.unitsEach()));
    }

    static String where(Setting setting) {
        String versions = setting.versions().entrySet().stream()
                .map(entry -> "- " + entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("\n"));
        return Page.fill(
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

    private static double rate(Side side, List<Measurement> runs) {
        return Median.of(runs, side::unitsPerSecond);
    }

    private static String at(List<Measurement> runs, double percent) {
        return Page.fill(
                "%.2f", Median.of(runs, m -> m.latencies().percentile(percent).toNanos() / 1e6));
    }

    private static long errors(List<Measurement> runs) {
        return runs.stream().mapToLong(Measurement::errors).sum();
    }
}
