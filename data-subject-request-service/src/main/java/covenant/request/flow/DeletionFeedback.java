package covenant.request.flow;

import covenant.contracts.DsrEvent.Outcome;
import covenant.contracts.RetentionEvent.HolderResult;
import covenant.contracts.RetentionEvent.KeptItem;
import covenant.contracts.RetentionEvent.PendingBackup;
import covenant.contracts.RetentionEvent.ScheduledItem;
import covenant.platform.time.LegalCalendar;
import covenant.request.decision.Letters;
import covenant.request.facts.FactStore;
import covenant.request.facts.Hold;
import covenant.request.facts.HoldFacts;
import covenant.request.facts.RetentionEnd;
import covenant.request.request.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the person is told of a deletion, as facts and in words: erased, kept and why, recipients, backups (R-5.2-3). */
@ApplicationScoped
class DeletionFeedback {
    private final ErasureRecipients recipients;
    private final CaseStore cases;
    private final HoldFacts holds;
    private final FactStore facts;
    private final Letters letters;

    DeletionFeedback(ErasureRecipients recipients, CaseStore cases, HoldFacts holds, FactStore facts, Letters letters) {
        this.recipients = recipients;
        this.cases = cases;
        this.holds = holds;
        this.facts = facts;
        this.letters = letters;
    }

    /** @param result as it is shown, {@code text} as it stands in the letter */
    record Feedback(Outcome outcome, Map<String, Object> result, String text) {}

    Feedback of(
            Request request,
            UUID caseId,
            List<String> erased,
            List<KeptItem> keptItems,
            List<HolderResult> holders,
            List<PendingBackup> backups) {
        Map<UUID, Optional<LocalDate>> reviews = holds.of(request.subjectId()).stream()
                .collect(Collectors.toMap(Hold::id, h -> Optional.ofNullable(h.reviewOn())));
        List<Kept> kept = keptItems.stream().map(item -> kept(item, reviews)).toList();
        return feedback(request, caseId, erased, kept, holders, backups);
    }

    /** Nothing of what was asked for can go now: all of it is held, or kept by law. Empty if something can. */
    Optional<Feedback> nothingToErase(Request request, UUID caseId, List<ScheduledItem> items) {
        if (items.isEmpty() && request.categories().isEmpty()) {
            return Optional.empty();
        }
        List<Hold> active = holds.of(request.subjectId());
        Map<String, ScheduledItem> scheduled = new LinkedHashMap<>();
        items.forEach(item -> scheduled.put(item.category(), item));
        Set<String> concerned = request.categories().isEmpty() ? scheduled.keySet() : Set.copyOf(request.remaining());
        Map<String, RetentionEnd> ends = facts.retention(request.subjectId()).stream()
                .filter(end -> end.law() != null)
                .collect(Collectors.toMap(RetentionEnd::category, end -> end));
        List<Kept> kept = new ArrayList<>();
        for (String category : concerned.stream().sorted().toList()) {
            Optional<Hold> hold =
                    active.stream().filter(h -> h.covers(category)).findFirst();
            ScheduledItem item = scheduled.get(category);
            if (hold.isPresent()) {
                kept.add(Kept.held(category, hold.get()));
            } else if (item != null && item.law() == null) {
                return Optional.empty();
            } else {
                kept.add(byLaw(category, item, ends.get(category)));
            }
        }
        return Optional.of(feedback(request, caseId, List.of(), kept, List.of(), List.of()));
    }

    private static Kept byLaw(String category, @Nullable ScheduledItem item, @Nullable RetentionEnd end) {
        if (item != null) {
            return Kept.byLaw(category, item.law(), item.article(), item.dueAt());
        }
        return end == null
                ? Kept.byLaw(category, null, null, null)
                : Kept.byLaw(category, end.law(), end.article(), end.dueAt());
    }

    private Feedback feedback(
            Request request,
            UUID caseId,
            List<String> erased,
            List<Kept> kept,
            List<HolderResult> holders,
            List<PendingBackup> backups) {
        List<Map<String, Object>> told = recipients(request, holders);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("caseId", caseId);
        result.put("erased", erased);
        result.put("kept", kept);
        result.put("recipients", told);
        if (!backups.isEmpty()) {
            result.put("backups", backups);
        }
        return new Feedback(
                kept.isEmpty() ? Outcome.FULL : Outcome.PARTIAL, result, text(erased, kept, told, !backups.isEmpty()));
    }

    /** All that were told, those who need not erase with what they proved (AC-38). */
    List<Map<String, Object>> recipients(Request request, List<HolderResult> holders) {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        for (HolderResult holder : holders) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("holderId", holder.holderId());
            line.put("kind", holder.kind());
            line.put("status", holder.status());
            line.put("categories", holder.categories());
            all.put(holder.holderId(), line);
        }
        for (ErasureRecipients.Recipient known : recipients.of(cases.casesOf(request.id()))) {
            Map<String, Object> line = all.computeIfAbsent(known.holderId(), id -> new LinkedHashMap<>());
            line.put("holderId", known.holderId());
            line.put("status", known.status());
            line.putIfAbsent("categories", known.categories());
            if (known.evidence() != null) {
                line.put("evidence", known.evidence());
            }
        }
        return List.copyOf(all.values());
    }

    /** Who has not confirmed yet: named in an answer that does not wait for them (R-5.2-6, AC-39). */
    List<String> openRecipients(Request request) {
        return recipients.of(cases.casesOf(request.id())).stream()
                .filter(ErasureRecipients.Recipient::open)
                .map(ErasureRecipients.Recipient::holderId)
                .distinct()
                .toList();
    }

    private static Kept kept(KeptItem item, Map<UUID, Optional<LocalDate>> reviews) {
        return switch (item.because()) {
            case HELD ->
                new Kept(
                        item.category(),
                        item.because(),
                        "LEGAL_HOLD_ACTIVE",
                        null,
                        null,
                        item.holdId(),
                        item.until(),
                        item.holdId() == null
                                ? null
                                : reviews.getOrDefault(item.holdId(), Optional.empty())
                                        .orElse(null));
            case STATUTORY -> Kept.byLaw(item.category(), item.law(), item.article(), item.until());
        };
    }

    private String text(List<String> erased, List<Kept> kept, List<Map<String, Object>> told, boolean backups) {
        String gone = erased.isEmpty() ? "" : "已删除 (erased)：" + letters.labels(erased) + "\n";
        String stays = kept.isEmpty()
                ? ""
                : "仍需保存 (kept)：" + kept.stream().map(this::kept).collect(Collectors.joining("；")) + "\n";
        String recipients = told.isEmpty()
                ? ""
                : "已通知的持有方和接收方 (told)："
                        + told.stream()
                                .map(line -> line.get("holderId") + " " + line.get("status"))
                                .collect(Collectors.joining("；"))
                        + "\n";
        return gone + stays + recipients + (backups ? "备份中的数据将在备份更新时删除 (backups follow when they are refreshed)。" : "");
    }

    private String kept(Kept item) {
        String law = item.law() == null ? "法律规定 (law)" : item.law();
        String why = switch (item.because()) {
            case STATUTORY -> law + (item.article() == null ? "" : " " + item.article());
            case HELD -> "依法保全 (legal hold)";
        };
        String until = item.until() == null ? "" : "，至 (until) " + LegalCalendar.dayOf(item.until());
        String review = item.reviewOn() == null ? "" : "，复核日期 (reviewed on) " + item.reviewOn();
        return letters.labels(List.of(item.category())) + "，" + why + until + review;
    }
}
