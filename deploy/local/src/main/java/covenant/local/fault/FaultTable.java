package covenant.local.fault;

import java.io.PrintWriter;
import java.util.List;

/**
 * What a run found, for the console.
 *
 * @param inLong whether it was the long form
 * @param complete whether Maven itself came to its end
 */
public record FaultTable(List<FaultOutcome> outcomes, boolean inLong, boolean complete) {

    public FaultTable {
        outcomes = List.copyOf(outcomes);
    }

    /** Whether every row was shown to hold. */
    public boolean holds() {
        return complete && outcomes.stream().allMatch(FaultOutcome::holds);
    }

    public void print(PrintWriter out) {
        String form = "%-20s %12s %13s %6s %8s %10s  %s%n";
        out.printf("%n" + form, "row", "faults", "acknowledged", "lost", "doubled", "recovery", "");
        for (FaultOutcome one : outcomes) {
            out.printf(
                    form,
                    one.row().label(),
                    one.faults(),
                    one.acknowledged(),
                    one.lost(),
                    one.doubled(),
                    one.recovery(),
                    one.verdict());
            one.reasons().forEach(reason -> out.println("    " + reason));
        }
        if (!complete) {
            out.printf("%nThe tests did not come to their end: target/faults.log says why.%n");
        }
        out.flush();
    }
}
