package covenant.retention.rule;

import covenant.platform.problem.Violation;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;

/** The bounds of a rule: more than one calendar month needs a law that is named (R-4.2.2-2, R-4.2.2-4). Pure. */
final class RuleBounds {
    private static final int LONGEST_STATUTORY_YEARS = 50;
    /** Every month has at least 28 days: a period is at most a month if it is one from each start. */
    private static final List<LocalDate> STARTS = List.of(
            LocalDate.of(2026, 1, 31), LocalDate.of(2026, 2, 1), LocalDate.of(2026, 2, 28), LocalDate.of(2026, 4, 1));

    private RuleBounds() {}

    /** What is wrong with the rule; empty if nothing is. */
    static List<Violation> check(RetentionRule rule) {
        List<Violation> found = new ArrayList<>();
        RetentionRule.Statutory statutory = rule.statutory();
        if (rule.period().isNegative()) {
            found.add(new Violation("period", "must not be negative"));
        } else if (statutory == null && longerThanAMonth(rule.period())) {
            found.add(new Violation("period", "more than one month needs a law: name it under statutory"));
        }
        if (statutory != null) {
            if (statutory.period().isNegative() || statutory.period().isZero()) {
                found.add(new Violation("statutory.period", "must be positive"));
            } else if (beyond(statutory.period(), Period.ofYears(LONGEST_STATUTORY_YEARS))) {
                found.add(new Violation("statutory.period", "at most " + LONGEST_STATUTORY_YEARS + " years"));
            } else if (longerThanAMonth(rule.period()) && beyond(rule.period(), statutory.period())) {
                found.add(new Violation("period", "must not be longer than the law demands"));
            }
        }
        return List.copyOf(found);
    }

    static boolean longerThanAMonth(Period period) {
        return beyond(period, Period.ofMonths(1));
    }

    private static boolean beyond(Period period, Period limit) {
        return STARTS.stream().anyMatch(start -> start.plus(period).isAfter(start.plus(limit)));
    }
}
