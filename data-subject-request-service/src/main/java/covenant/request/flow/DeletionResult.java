package covenant.request.flow;

import covenant.contracts.DsrEvent.CancellationCause;
import covenant.contracts.RetentionEvent;
import covenant.platform.time.CovenantClock;
import covenant.request.answer.Answers;
import covenant.request.answer.FollowUps;
import covenant.request.flow.ErasureRecipients.Recipient;
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
import org.jspecify.annotations.Nullable;

/**
 * Follows a deletion through its retention case and feeds the result back to the person: what was erased, what stays, why
 * and until when, which recipients were told, which backups are pending (R-5.2-3, AC-54). What goes later, as when a hold is
 * released or a recipient confirms late, is told in a letter of its own (AC-32, AC-39).
 */
@ApplicationScoped
public class DeletionResult {
    private static final String RETENTION = "SYSTEM:retention-service";

    private final RequestStore store;
    private final Requests requests;
    private final CaseStore cases;
    private final ErasureRecipients recipients;
    private final DeletionFeedback feedback;
    private final Answers answers;
    private final FollowUps followUps;
    private final Items items;
    private final Timeline timeline;
    private final CovenantClock clock;

    DeletionResult(
            RequestStore store,
            Requests requests,
            CaseStore cases,
            ErasureRecipients recipients,
            DeletionFeedback feedback,
            Answers answers,
            FollowUps followUps,
            Items items,
            Timeline timeline,
            CovenantClock clock) {
        this.store = store;
        this.requests = requests;
        this.cases = cases;
        this.recipients = recipients;
        this.feedback = feedback;
        this.answers = answers;
        this.followUps = followUps;
        this.items = items;
        this.timeline = timeline;
        this.clock = clock;
    }

    /** Where nothing can go now the person is told so at once; what is only held goes when the hold is released. */
    public void scheduled(RetentionEvent.RetentionScheduled e) {
        underWay(e.requestId()).ifPresent(request -> {
            cases.put(e.caseId(), request.id());
            Request begun = requests.apply(request, new RequestCommand.Begin());
            feedback.nothingToErase(begun, e.caseId(), e.items())
                    .ifPresent(told -> answers.complete(begun, told.outcome(), told.result(), told.text()));
        });
    }

    /** Gone from all live systems; backups follow, and the person is told both. */
    public void erasedLive(RetentionEvent.BackupErasurePending e) {
        items.done(e.requestId(), clock.now());
        owner(e.requestId())
                .ifPresent(request -> tell(
                        request,
                        e.erased(),
                        feedback.of(request, e.caseId(), e.erased(), e.kept(), e.holders(), e.backups())));
    }

    public void completed(RetentionEvent.ErasureCompleted e) {
        items.done(e.requestId(), clock.now());
        owner(e.requestId())
                .ifPresent(request -> tell(
                        request,
                        e.erased(),
                        feedback.of(request, e.caseId(), e.erased(), e.kept(), e.holders(), List.of())));
        note(
                e.requestId(),
                "ErasureCompleted",
                Map.of("caseId", e.caseId(), "certificateSha256", e.certificateSha256()));
    }

    private void tell(Request request, List<String> erased, DeletionFeedback.Feedback told) {
        if (isUnderWay(request)) {
            answers.complete(request, told.outcome(), told.result(), told.text());
        } else if (request.state() instanceof RequestState.Completed && followUps.moreErased(request, erased)) {
            followUps.send(request, "erased-" + erased.size(), told.result(), told.text());
        }
    }

    /** The period ends and recipients are silent: the answer leaves, and names them (R-5.2-6). */
    public Request answerInTime(Request request) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("recipients", feedback.recipients(request, List.of()));
        return answers.partially(request, feedback.openRecipients(request), List.of(), result, null);
    }

    /** The account was reopened before anything was erased: exactly one of the two wins (AC-64). */
    public void cancelled(RetentionEvent.ErasureCancelled e) {
        cases.requestOf(e.caseId())
                .flatMap(store::lock)
                .filter(DeletionResult::isUnderWay)
                .ifPresent(request ->
                        requests.apply(request, new RequestCommand.Cancel(CancellationCause.ACCOUNT_REOPENED)));
    }

    public void recipientAsked(RetentionEvent.RecipientErasureRequested e) {
        recipients.put(e.caseId(), new Recipient(e.holderId(), "REQUESTED", e.categories(), null, e.dueBy(), false));
        note(e.caseId(), e.holderId(), "RecipientErasureRequested", Map.of("dueBy", e.dueBy()));
    }

    public void recipientConfirmed(RetentionEvent.RecipientErasureConfirmed e) {
        recipients.put(e.caseId(), new Recipient(e.holderId(), "CONFIRMED", List.of(), null, null, e.late()));
        note(e.caseId(), e.holderId(), "RecipientErasureConfirmed", Map.of("outcome", e.outcome(), "late", e.late()));
        if (e.late()) {
            owner(cases.requestOf(e.caseId()).orElse(null))
                    .filter(DeletionResult::isAnswered)
                    .ifPresent(request -> followUps.send(
                            request,
                            "late-" + e.orderId(),
                            Map.of("recipients", feedback.recipients(request, List.of())),
                            "接收方已确认删除 (this recipient has confirmed the erasure by now)：" + e.holderId()));
        }
    }

    /** Shown to the person with its reason (R-5.2-5). */
    public void recipientExempted(RetentionEvent.RecipientErasureExempted e) {
        recipients.put(
                e.caseId(),
                new Recipient(
                        e.holderId(), "EXEMPT_" + e.exemption().name(), e.categories(), e.evidence(), null, false));
        note(
                e.caseId(),
                e.holderId(),
                "RecipientErasureExempted",
                Map.of("exemption", e.exemption(), "evidence", e.evidence()));
    }

    public void recipientOverdue(RetentionEvent.RecipientErasureOverdue e) {
        String status = e.escalated() ? "ESCALATED" : "OVERDUE";
        recipients.put(e.caseId(), new Recipient(e.holderId(), status, e.categories(), null, e.dueBy(), false));
        note(e.caseId(), e.holderId(), "RecipientErasureOverdue", Map.of("dueBy", e.dueBy()));
    }

    private Optional<Request> owner(@Nullable UUID requestId) {
        return Optional.ofNullable(requestId).flatMap(store::lock);
    }

    private Optional<Request> underWay(@Nullable UUID requestId) {
        return owner(requestId).filter(DeletionResult::isUnderWay);
    }

    private static boolean isUnderWay(Request request) {
        return request.state() instanceof RequestState.Accepted || request.state() instanceof RequestState.Executing;
    }

    private static boolean isAnswered(Request request) {
        return request.state() instanceof RequestState.Completed
                || request.state() instanceof RequestState.Executing s && s.answeredAt() != null;
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
