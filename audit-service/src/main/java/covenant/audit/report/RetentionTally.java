package covenant.audit.report;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.audit.reading.LoggedFact;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Erasures: scheduled, due, done, and whether on time (policy 4.2.2, PIPL 47). */
final class RetentionTally implements Tally {

    /** What holders are given to confirm, where no order of the case says another time. */
    private static final Duration TO_CONFIRM = Duration.ofDays(15);

    private final Pivot byCause = new Pivot(
            "byCause",
            "Erasures by cause",
            List.of("cause"),
            List.of("scheduled", "due", "completed", "onTime", "late", "cancelled"));
    private final Pivot holders = new Pivot(
            "holders",
            "Recipients and holders",
            List.of("holder"),
            List.of("ordered", "requested", "confirmed", "exempted", "overdue", "failed"));
    private final Pivot kept =
            new Pivot("kept", "Kept by law or hold", List.of("because", "law", "category"), List.of("cases"));
    private final Map<String, Instant> due = new HashMap<>();
    private final Map<String, Instant> dueBy = new HashMap<>();
    private final Map<String, Instant> erased = new HashMap<>();
    private final Set<String> late = new HashSet<>();
    private long holdsPlaced;
    private long holdsReleased;
    private long subjectsErased;

    @Override
    public List<String> types() {
        return List.of(
                "RetentionScheduled",
                "ErasureDue",
                "ErasureOrdered",
                "ErasureCancelled",
                "ErasureFailed",
                "RecipientErasureRequested",
                "RecipientErasureConfirmed",
                "RecipientErasureExempted",
                "RecipientErasureOverdue",
                "BackupErasurePending",
                "ErasureCompleted",
                "RetentionHoldPlaced",
                "RetentionHoldReleased",
                "SubjectErased");
    }

    @Override
    public void take(LoggedFact fact) {
        String id = fact.text("caseId");
        String cause = fact.readable() ? fact.text("cause") : "(erased)";
        switch (fact.type()) {
            case "RetentionScheduled" -> {
                byCause.count("scheduled", cause);
                fact.instant("dueAt").ifPresent(at -> due.put(id, at));
            }
            case "ErasureDue" -> {
                byCause.count("due", cause);
                fact.instant("dueAt").ifPresent(at -> due.put(id, at));
                if (fact.is("late")) {
                    late.add(id);
                }
            }
            case "ErasureOrdered" -> {
                holders.count("ordered", fact.text("holderId"));
                fact.instant("dueBy").ifPresent(at -> dueBy.merge(id, at, (a, b) -> a.isAfter(b) ? a : b));
            }
            case "ErasureCancelled" -> byCause.count("cancelled", cause);
            case "BackupErasurePending" -> fact.instant("erasedLiveAt").ifPresent(at -> erased.put(id, at));
            case "ErasureCompleted" -> completed(fact, id, cause);
            case "RetentionHoldPlaced" -> holdsPlaced++;
            case "RetentionHoldReleased" -> holdsReleased++;
            case "SubjectErased" -> subjectsErased++;
            default -> holder(fact);
        }
    }

    private void holder(LoggedFact fact) {
        @Nullable
        String measure = switch (fact.type()) {
            case "RecipientErasureRequested" -> "requested";
            case "RecipientErasureConfirmed" -> "confirmed";
            case "RecipientErasureExempted" -> "exempted";
            case "RecipientErasureOverdue" -> "overdue";
            case "ErasureFailed" -> "failed";
            default -> null;
        };
        if (measure != null) {
            holders.count(measure, fact.readable() ? fact.text("holderId") : "(erased)");
        }
    }

    private void completed(LoggedFact fact, String id, String cause) {
        byCause.count("completed", cause);
        for (JsonNode item : fact.details().path("kept")) {
            kept.count(
                    "cases",
                    item.path("because").asText("-"),
                    item.path("law").asText("-"),
                    item.path("category").asText("-"));
        }
        if (fact.readable()) {
            Instant at = erased.getOrDefault(id, fact.instant("completedAt").orElse(fact.occurredAt()));
            Instant limit = dueBy.getOrDefault(id, due.getOrDefault(id, at).plus(TO_CONFIRM));
            byCause.count(late.contains(id) || at.isAfter(limit) ? "late" : "onTime", cause);
        }
    }

    @Override
    public Map<String, @Nullable Object> figures() {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        long onTime = byCause.total("onTime");
        long tooLate = byCause.total("late");
        figures.put("scheduled", byCause.total("scheduled"));
        figures.put("due", byCause.total("due"));
        figures.put("completed", byCause.total("completed"));
        figures.put("completedOnTime", onTime);
        figures.put("completedLate", tooLate);
        figures.put("shareOnTime", Tally.share(onTime, onTime + tooLate));
        figures.put("cancelled", byCause.total("cancelled"));
        figures.put("recipientsOverdue", holders.total("overdue"));
        figures.put("holdsPlaced", holdsPlaced);
        figures.put("holdsReleased", holdsReleased);
        figures.put("subjectsErased", subjectsErased);
        return figures;
    }

    @Override
    public List<ReportTable> tables() {
        return List.of(byCause.table(), holders.table(), kept.table());
    }
}
