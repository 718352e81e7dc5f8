package covenant.request.flow;

import covenant.contracts.DsrEvent.CancellationCause;
import covenant.contracts.DsrEvent.Outcome;
import covenant.contracts.RetentionEvent;
import covenant.contracts.RetentionEvent.KeptItem;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import covenant.request.answer.Answers;
import covenant.request.decision.Letters;
import covenant.request.item.Items;
import covenant.request.request.Request;
import covenant.request.request.RequestCommand;
import covenant.request.request.RequestState;
import covenant.request.request.RequestStore;
import covenant.request.request.Requests;
import covenant.request.request.Timeline;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Follows a deletion through its retention case and feeds the result back to the person: what was erased, what stays, why
 * and until when, which recipients were told, which backups are pending (R-5.2-3, AC-54).
 */
@ApplicationScoped
public class DeletionResult {
    private static final String RETENTION = "SYSTEM:retention-service";

    private final RequestStore store;
    private final Requests requests;
    private final CaseStore cases;
    private final Answers answers;
    private final Letters letters;
    private final Items items;
    private final Timeline timeline;
    private final CovenantClock clock;

    DeletionResult(
            RequestStore store,
            Requests requests,
            CaseStore cases,
            Answers answers,
            Letters letters,
            Items items,
            Timeline timeline,
            CovenantClock clock) {
        this.store = store;
        this.requests = requests;
        this.cases = cases;
        this.answers = answers;
        this.letters = letters;
        this.items = items;
        this.timeline = timeline;
        this.clock = clock;
    }

    public void scheduled(RetentionEvent.RetentionScheduled e) {
        underWay(e.requestId()).ifPresent(request -> {
            cases.put(e.caseId(), request.id());
            requests.apply(request, new RequestCommand.Begin());
        });
    }

    /** Gone from all live systems; backups follow, and the person is told both. */
    public void erasedLive(RetentionEvent.BackupErasurePending e) {
        items.done(e.requestId(), clock.now());
        underWay(e.requestId()).ifPresent(request -> {
            Map<String, Object> result = result(e.caseId(), e.erased(), e.kept(), e.holders());
            result.put("backups", e.backups());
            answers.complete(
                    request,
                    outcome(e.kept()),
                    result,
                    text(e.erased(), e.kept(), !e.backups().isEmpty()));
        });
    }

    public void completed(RetentionEvent.ErasureCompleted e) {
        items.done(e.requestId(), clock.now());
        underWay(e.requestId())
                .ifPresent(request -> answers.complete(
                        request,
                        outcome(e.kept()),
                        result(e.caseId(), e.erased(), e.kept(), e.holders()),
                        text(e.erased(), e.kept(), false)));
        note(
                e.requestId(),
                "ErasureCompleted",
                Map.of("caseId", e.caseId(), "certificateSha256", e.certificateSha256()));
    }

    /** The account was reopened before anything was erased: exactly one of the two wins (AC-64). */
    public void cancelled(RetentionEvent.ErasureCancelled e) {
        underWay(cases.requestOf(e.caseId()).orElse(null))
                .ifPresent(request ->
                        requests.apply(request, new RequestCommand.Cancel(CancellationCause.ACCOUNT_REOPENED)));
    }

    public void recipientAsked(RetentionEvent.RecipientErasureRequested e) {
        note(e.caseId(), e.holderId(), "RecipientErasureRequested", Map.of("dueBy", e.dueBy()));
    }

    public void recipientConfirmed(RetentionEvent.RecipientErasureConfirmed e) {
        note(e.caseId(), e.holderId(), "RecipientErasureConfirmed", Map.of("outcome", e.outcome(), "late", e.late()));
    }

    /** Shown to the person with its reason (R-5.2-5). */
    public void recipientExempted(RetentionEvent.RecipientErasureExempted e) {
        note(
                e.caseId(),
                e.holderId(),
                "RecipientErasureExempted",
                Map.of("exemption", e.exemption(), "evidence", e.evidence()));
    }

    public void recipientOverdue(RetentionEvent.RecipientErasureOverdue e) {
        note(e.caseId(), e.holderId(), "RecipientErasureOverdue", Map.of("dueBy", e.dueBy()));
    }

    private Optional<Request> underWay(@Nullable UUID requestId) {
        return Optional.ofNullable(requestId)
                .flatMap(store::lock)
                .filter(r -> r.state() instanceof RequestState.Accepted || r.state() instanceof RequestState.Executing);
    }

    private static Map<String, Object> result(
            UUID caseId, List<String> erased, List<KeptItem> kept, List<RetentionEvent.HolderResult> holders) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("caseId", caseId);
        result.put("erased", erased);
        result.put("kept", kept);
        result.put("recipients", holders);
        return result;
    }

    private static Outcome outcome(List<KeptItem> kept) {
        return kept.isEmpty() ? Outcome.FULL : Outcome.PARTIAL;
    }

    private String text(List<String> erased, List<KeptItem> kept, boolean backups) {
        String gone = erased.isEmpty() ? "" : "已删除 (erased)：" + letters.labels(erased) + "\n";
        String stays = kept.isEmpty()
                ? ""
                : "仍需保存 (kept)：" + kept.stream().map(this::kept).collect(Collectors.joining("；")) + "\n";
        return gone + stays + (backups ? "备份中的数据将在备份更新时删除 (backups follow when they are refreshed)。" : "");
    }

    private String kept(KeptItem item) {
        String why = switch (item.because()) {
            case STATUTORY ->
                item.law() == null ? "法律规定 (law)" : item.law() + " " + (item.article() == null ? "" : item.article());
            case HELD -> "依法保全 (legal hold)";
        };
        String until = item.until() == null ? "" : "，至 (until) " + LegalCalendar.dayOf(item.until());
        return letters.labels(List.of(item.category())) + "，" + why + until;
    }

    private void note(UUID caseId, String holder, String event, Map<String, ?> details) {
        Map<String, Object> all = new LinkedHashMap<>(details);
        all.put("holder", holder);
        note(cases.requestOf(caseId).orElse(null), event, all);
    }

    private void note(@Nullable UUID requestId, String event, Map<String, ?> details) {
        if (requestId != null && store.find(requestId).isPresent()) {
            timeline.note(requestId, event, RETENTION, clock.now(), details);
        }
    }
}
