package covenant.benchmarks.consent;

import covenant.benchmarks.measure.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What came out.
 *
 * @param warmUpWrites consents that the service had recorded when the first run began
 * @param reference runs of pgbench, in order
 * @param service runs of the service, each right after the reference's run of the same place
 * @param left what a consent leaves in the service's tables
 * @param differences between what the two sides wrote
 * @param failures the first errors that clients met
 */
record Report(
        Plan plan,
        long warmUpWrites,
        List<Run> reference,
        List<Run> service,
        Verification verification,
        Map<String, Rows> left,
        List<String> differences,
        List<String> failures) {

    /** Service over reference, run by run. */
    List<Double> ratios() {
        return IntStream.range(0, service.size())
                .mapToObj(i -> service.get(i).measurement().perSecond()
                        / reference.get(i).measurement().perSecond())
                .toList();
    }

    double medianRatio() {
        return Median.of(ratios(), Double::doubleValue);
    }

    long errors() {
        return IntStream.range(0, service.size())
                .mapToLong(i -> service.get(i).measurement().errors()
                        + reference.get(i).measurement().errors())
                .sum();
    }

    /** Why the numbers must not be used, one sentence each; empty when they may. */
    List<String> problems() {
        List<String> problems = new ArrayList<>(verification.problems());
        problems.addAll(differences);
        if (errors() > 0 || !failures.isEmpty()) {
            problems.add(errors() + " errors in the measured runs; the first ones, those of the warm-up included: "
                    + failures);
        }
        return problems;
    }
}
