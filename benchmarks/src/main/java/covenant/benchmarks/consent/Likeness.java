package covenant.benchmarks.consent;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whether both sides wrote the same: a reference that writes less than the service is none. */
final class Likeness {

    /** Ids and instants differ in length by a few bytes; whole columns do not. */
    private static final double TOLERANCE = 0.1;

    private Likeness() {}

    /**
     * The differences, one sentence each.
     *
     * @param serviceWrites consents that the service wrote
     * @param referenceWrites transactions of the reference
     */
    static List<String> differences(
            Map<String, Rows> service, long serviceWrites, Map<String, Rows> reference, long referenceWrites) {
        List<String> differences = new ArrayList<>();
        service.forEach((table, ours) -> {
            Rows theirs = requireNonNull(reference.get(table), table);
            double perWrite = (double) ours.count() / serviceWrites;
            double perTransaction = (double) theirs.count() / referenceWrites;
            if (perWrite != perTransaction) {
                differences.add(String.format(
                        Locale.ROOT,
                        "%s: %.3f rows or events per consent, %.3f per transaction of the reference.",
                        table,
                        perWrite,
                        perTransaction));
            }
            if (Math.abs(ours.averageBytes() - theirs.averageBytes()) > TOLERANCE * ours.averageBytes()) {
                differences.add(String.format(
                        Locale.ROOT,
                        "%s: %.0f bytes each, the reference's have %.0f.",
                        table,
                        ours.averageBytes(),
                        theirs.averageBytes()));
            }
        });
        return differences;
    }
}
