package covenant.local.fault;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

/** The page of results, in Markdown: everything on it was measured in this run; no name and no path of the machine stands on it. */
public final class FaultPage {

    private FaultPage() {}

    /**
     * The page.
     *
     * @param machine where and with what it ran, one line each
     */
    public static String of(FaultTable table, LocalDate date, List<String> machine) {
        return """
                # faults, %s

                %s form of `./covenant faults`. Acknowledged is what clients were told is stored; lost and doubled are what an independent look at databases, topics
                and the audit log found. Recovery is the longest time from a fault, or from its end, until everything went on. A dash: nothing is counted
                there, the tests assert it.

                | row | fault | must hold | faults | acknowledged | lost | doubled | recovery | |
                |---|---|---|---:|---:|---:|---:|---:|---|
                %s

                ## What was done

                %s

                ## Machine and versions

                %s
                """.formatted(
                        date,
                        table.inLong() ? "Long" : "Short",
                        table.outcomes().stream().map(FaultPage::row).collect(Collectors.joining("\n")),
                        table.outcomes().stream().map(FaultPage::done).collect(Collectors.joining("\n")),
                        machine.stream().map(line -> "- " + line).collect(Collectors.joining("\n")));
    }

    private static String row(FaultOutcome one) {
        return "| `%s` | %s | %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        one.row().label(),
                        one.row().fault(),
                        one.row().promise(),
                        one.faults(),
                        one.acknowledged(),
                        one.lost(),
                        one.doubled(),
                        one.recovery(),
                        one.verdict());
    }

    private static String done(FaultOutcome one) {
        String tests = one.row().proofs().stream()
                .map(proof -> "`" + proof.test() + "` (" + proof.module() + ")")
                .collect(Collectors.joining(", "));
        List<String> remarks = one.figures().stream().map(FaultFigures::remark).toList();
        String more = remarks.isEmpty() ? "" : " " + String.join(" ", remarks);
        String reasons = one.reasons().isEmpty() ? "" : " Not: " + String.join("; ", one.reasons()) + ".";
        return "- `%s`: %d test cases of %s.%s%s".formatted(one.row().label(), one.cases(), tests, more, reasons);
    }
}
