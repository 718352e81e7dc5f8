package covenant.notification.incident;

import covenant.contracts.IncidentEvent.Grade;
import covenant.platform.problem.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which authority is told of which incidents, and how fast.
 *
 * @param followUp of the supplement, from the first report; absent: as soon as more is known
 * @param firstReport from discovery, without rounding (T-6); absent: at once, without a fixed hour
 */
record RegulatorRule(
        String authority,
        Grade minimumGrade,
        boolean criticalInfrastructure,
        @Nullable Duration firstReport,
        @Nullable Duration followUp,
        int finalReportDays,
        String source) {

    /** What is wrong with these rules of one authority; pure. */
    static Optional<Violation> check(List<RegulatorRule> rules) {
        boolean negative = rules.stream()
                .flatMap(r -> Stream.of(
                        r.firstReport() == null ? Duration.ofMinutes(1) : r.firstReport(),
                        r.followUp() == null ? Duration.ofMinutes(1) : r.followUp()))
                .anyMatch(d -> d.isNegative() || d.isZero() || d.compareTo(Duration.ofDays(30)) > 0);
        if (negative) {
            return Optional.of(new Violation("rules", "durations lie between a moment and 30 days"));
        }
        long distinct = rules.stream()
                .map(r -> r.minimumGrade() + "/" + r.criticalInfrastructure())
                .distinct()
                .count();
        return distinct == rules.size()
                ? Optional.empty()
                : Optional.of(new Violation("rules", "there are two for the same grade"));
    }

    /** The rules that apply: per authority the one with the highest minimum grade that the incident reaches. Pure. */
    static List<RegulatorRule> applicable(Collection<RegulatorRule> all, Grade grade, boolean critical) {
        Map<String, RegulatorRule> strictest = new TreeMap<>();
        all.stream()
                .filter(r -> r.criticalInfrastructure() == critical
                        && r.minimumGrade().compareTo(grade) <= 0)
                .sorted(Comparator.comparing(RegulatorRule::minimumGrade))
                .forEach(r -> strictest.put(r.authority(), r));
        return List.copyOf(strictest.values());
    }

    @Nullable
    Instant dueAt(Instant discoveredAt) {
        return firstReport == null ? null : discoveredAt.plus(firstReport);
    }
}
