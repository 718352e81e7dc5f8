package covenant.notification.incident;

import covenant.contracts.IncidentEvent.Grade;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which authority is told of which incidents, and how fast.
 *
 * @param firstReport from discovery, without rounding (T-6); absent: at once, without a fixed hour
 */
record RegulatorRule(
        String authority,
        Grade minimumGrade,
        boolean criticalInfrastructure,
        @Nullable Duration firstReport,
        int finalReportDays,
        String source) {

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
