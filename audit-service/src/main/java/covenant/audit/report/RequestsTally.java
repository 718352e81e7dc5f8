package covenant.audit.report;

import covenant.audit.reading.LoggedFact;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests of data subjects: how many, how fast, what was refused and why (policy 5.2.1, PIPL 50). */
final class RequestsTally implements Tally {

    private static final String ERASED = "(erased)";

    private final Pivot byType = new Pivot(
            "byType",
            "Requests by type",
            List.of("type"),
            List.of("received", "answered", "inTime", "late", "overdue", "refused", "cancelled"));
    private final Pivot refusals =
            new Pivot("refusals", "Refusals by ground", List.of("ground", "type"), List.of("refused", "partly"));
    private final Pivot byMonth =
            new Pivot("byMonth", "Requests by month", List.of("month"), List.of("received", "answered"));
    private final Map<String, Instant> due = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    @Override
    public List<String> types() {
        return List.of(
                "DataSubjectRequestReceived",
                "IdentityVerified",
                "RequestAnswered",
                "RequestRefused",
                "RequestOverdue",
                "RequestCancelled");
    }

    @Override
    public void take(LoggedFact fact) {
        String type = fact.readable() ? fact.text("type") : ERASED;
        String id = fact.text("requestId");
        switch (fact.type()) {
            case "DataSubjectRequestReceived" -> {
                byType.count("received", type);
                byMonth.count("received", Months.of(fact.occurredAt()));
                open.add(id);
            }
            case "IdentityVerified" -> fact.instant("replyDue").ifPresent(at -> due.put(id, at));
            case "RequestAnswered" -> answered(fact, type, id);
            case "RequestRefused" -> {
                byType.count("refused", type);
                refusals.count(fact.is("partial") ? "partly" : "refused", fact.text("ground"), type);
            }
            case "RequestOverdue" -> byType.count("overdue", type);
            case "RequestCancelled" -> {
                byType.count("cancelled", type);
                open.remove(id);
            }
            default -> {}
        }
    }

    /** Both the producer's word and the due instant that was fixed at verification must say so. */
    private void answered(LoggedFact fact, String type, String id) {
        byType.count("answered", type);
        byMonth.count("answered", Months.of(fact.occurredAt()));
        open.remove(id);
        if (fact.readable()) {
            Instant at = fact.instant("answeredAt").orElse(fact.occurredAt());
            boolean late = due.containsKey(id) && at.isAfter(due.get(id));
            byType.count(fact.is("inTime") && !late ? "inTime" : "late", type);
        }
    }

    @Override
    public Map<String, @Nullable Object> figures() {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        long inTime = byType.total("inTime");
        long late = byType.total("late");
        figures.put("received", byType.total("received"));
        figures.put("answered", byType.total("answered"));
        figures.put("answeredInTime", inTime);
        figures.put("answeredLate", late);
        figures.put("shareAnsweredInTime", Tally.share(inTime, inTime + late));
        figures.put("refused", byType.total("refused"));
        figures.put("overdue", byType.total("overdue"));
        figures.put("cancelled", byType.total("cancelled"));
        open.remove("-");
        figures.put("open", (long) open.size());
        return figures;
    }

    @Override
    public List<ReportTable> tables() {
        return List.of(byType.table(), refusals.table(), byMonth.table());
    }
}
