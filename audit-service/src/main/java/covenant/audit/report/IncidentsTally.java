package covenant.audit.report;

import covenant.audit.reading.LoggedFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Incidents and the clocks of their reports to regulators (policy 4.1.3, PIPL 57). */
final class IncidentsTally implements Tally {

    private final Map<String, Incident> incidents = new TreeMap<>();
    private final Map<List<String>, Clock> clocks = new LinkedHashMap<>();

    private static final class Incident {
        private String kind = "-";
        private String grade = "-";
        private @Nullable Instant discoveredAt;
        private @Nullable Instant closedAt;
        private long affected;
        private long reached;
        private long covered;
    }

    private static final class Clock {
        private @Nullable Instant dueAt;
        private @Nullable Instant reportedAt;
        private boolean inTime = true;

        /** MET, LATE, or OPEN while nothing was reported. */
        String status() {
            if (reportedAt == null) {
                return "OPEN";
            }
            return inTime && (dueAt == null || !reportedAt.isAfter(dueAt)) ? "MET" : "LATE";
        }
    }

    @Override
    public List<String> types() {
        return List.of(
                "IncidentReported",
                "IncidentAssessed",
                "RegulatorReportDue",
                "RegulatorReportSubmitted",
                "BreachNoticeRequired",
                "BreachNoticeCompleted",
                "IncidentClosed");
    }

    @Override
    public void take(LoggedFact fact) {
        String id = fact.text("incidentId");
        Incident incident = incidents.computeIfAbsent(id, none -> new Incident());
        switch (fact.type()) {
            case "IncidentReported" -> {
                incident.kind = fact.text("kind");
                incident.grade = fact.text("suggestedGrade");
                incident.discoveredAt = fact.instant("discoveredAt").orElse(fact.occurredAt());
            }
            case "IncidentAssessed" -> incident.grade = fact.text("grade");
            case "RegulatorReportDue" ->
                clock(fact, id).dueAt = fact.instant("dueAt").orElse(null);
            case "RegulatorReportSubmitted" -> {
                Clock clock = clock(fact, id);
                clock.reportedAt = fact.instant("reportedAt").orElse(fact.occurredAt());
                clock.inTime = fact.details().path("inTime").asBoolean(true);
            }
            case "BreachNoticeRequired" ->
                incident.affected = Math.max(incident.affected, fact.number("affectedSubjects"));
            case "BreachNoticeCompleted" -> {
                incident.affected = Math.max(incident.affected, fact.number("affectedSubjects"));
                incident.reached += fact.number("reached");
                incident.covered += fact.number("coveredByAnnouncement");
            }
            case "IncidentClosed" ->
                incident.closedAt = fact.instant("closedAt").orElse(fact.occurredAt());
            default -> {}
        }
    }

    private Clock clock(LoggedFact fact, String id) {
        return clocks.computeIfAbsent(List.of(id, fact.text("authority"), fact.text("kind")), none -> new Clock());
    }

    @Override
    public Map<String, @Nullable Object> figures() {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        long met = clocks.values().stream()
                .filter(clock -> clock.status().equals("MET"))
                .count();
        long late = clocks.values().stream()
                .filter(clock -> clock.status().equals("LATE"))
                .count();
        figures.put("incidents", (long) incidents.size());
        figures.put(
                "closed",
                incidents.values().stream().filter(one -> one.closedAt != null).count());
        figures.put(
                "affected",
                incidents.values().stream().mapToLong(one -> one.affected).sum());
        figures.put(
                "reached",
                incidents.values().stream().mapToLong(one -> one.reached).sum());
        figures.put("clocks", (long) clocks.size());
        figures.put("clocksMet", met);
        figures.put("clocksLate", late);
        figures.put("shareClocksMet", Tally.share(met, met + late));
        return figures;
    }

    @Override
    public List<ReportTable> tables() {
        List<List<@Nullable Object>> of = new ArrayList<>();
        incidents.forEach((id, one) -> of.add(Arrays.asList(
                id, one.kind, one.grade, one.discoveredAt, one.closedAt, one.affected, one.reached, one.covered)));
        List<List<@Nullable Object>> times = new ArrayList<>();
        clocks.forEach((key, clock) -> times.add(
                Arrays.asList(key.get(0), key.get(1), key.get(2), clock.dueAt, clock.reportedAt, clock.status())));
        return List.of(
                new ReportTable(
                        "incidents",
                        "Incidents",
                        5,
                        List.of(
                                "incident",
                                "kind",
                                "grade",
                                "discoveredAt",
                                "closedAt",
                                "affected",
                                "reached",
                                "coveredByAnnouncement"),
                        of),
                new ReportTable(
                        "clocks",
                        "Reports to regulators",
                        6,
                        List.of("incident", "authority", "report", "dueAt", "reportedAt", "status"),
                        times));
    }
}
