package covenant.benchmarks.consent;

import covenant.benchmarks.measure.Median;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the numbers say, in sentences: against the aims, and how far the machine can be trusted. */
final class Reading {

    /** Aims of the design: half of pgbench first, then two thirds; a tail of at most five medians. */
    static final double FIRST_AIM = 0.5;

    static final double AIM = 0.65;
    static final double TAIL_AIM = 5;

    private static final double QUIET = 0.05;

    private Reading() {}

    static String of(Report report, Setting setting) {
        List<String> sentences = new ArrayList<>();
        double ratio = report.medianRatio();
        sentences.add(String.format(
                Locale.ROOT,
                "The service writes %.0f %% as many consents as pgbench does: the first aim of %.2f is %s, the further one of %.2f is %s.",
                ratio * 100,
                FIRST_AIM,
                reached(ratio >= FIRST_AIM),
                AIM,
                reached(ratio >= AIM)));
        double tail = Median.of(report.service(), run -> run.measurement().tail());
        sentences.add(String.format(
                Locale.ROOT,
                "p99 is %.1f medians, at most %.0f being aimed at: %s.",
                tail,
                TAIL_AIM,
                reached(tail <= TAIL_AIM)));
        sentences.add(relay(report));
        cost(report).ifPresent(sentences::add);
        sentences.add(machine(report, setting));
        return String.join("\n", sentences);
    }

    private static String relay(Report report) {
        double backlog = Median.of(report.service(), Run::backlog);
        Duration drained = Duration.ofMillis(
                Math.round(Median.of(report.service(), run -> run.drained().toMillis())));
        return String.format(
                Locale.ROOT,
                "When the clients stopped, %.0f events were still unpublished; %d ms later none.",
                backlog,
                drained.toMillis());
    }

    private static Optional<String> cost(Report report) {
        double ratio = Costs.ratio(report);
        return Double.isNaN(ratio)
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "By processor time the reference's transaction costs %.2f of a consent with everything it needs.",
                        ratio));
    }

    private static String machine(Report report, Setting setting) {
        double others = Median.of(
                report.service(), run -> run.measurement().processors().othersShare());
        if (Double.isNaN(others)) {
            return "The system does not tell what else ran on it.";
        }
        String verdict =
                others <= QUIET ? "The machine was quiet." : "The machine was shared: read the ratios, not the rates.";
        return String.format(
                Locale.ROOT,
                "%s Other processes used %.0f %% of the processors during the service's runs and %.0f %% during pgbench's.",
                verdict,
                others * 100,
                100
                        * Median.of(
                                report.reference(),
                                run -> run.measurement().processors().othersShare()));
    }

    private static String reached(boolean is) {
        return is ? "reached" : "not reached";
    }
}
