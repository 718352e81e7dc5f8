package covenant.contracts;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The life of a retention case from its due date to the proof that nothing is left (policy 4.2.2, 4.2.3, 5.2). */
public sealed interface RetentionEvent extends Event {

    enum Cause {
        ACCOUNT_CLOSED,
        REQUEST,
        CONSENT_WITHDRAWN,
        SERVICE_TERMINATED,
        SELF_SERVICE,
        TRANSFERRED,
        PURPOSE_FULFILLED
    }

    enum CancellationCause {
        ACCOUNT_REOPENED,
        REQUEST_CANCELLED,
        CONSENT_GRANTED_AGAIN
    }

    enum Exemption {
        LAW,
        OWN_AUTHORISATION
    }

    /** Why a category stays: a law that demands it, or a legal hold. */
    enum KeptBecause {
        STATUTORY,
        HELD
    }

    enum HolderStatus {
        PENDING,
        REQUESTED,
        CONFIRMED,
        EXEMPT_LAW,
        EXEMPT_OWN_AUTHORISATION,
        OVERDUE,
        ESCALATED
    }

    /**
     * @param rule id of the retention rule that produced the date, with the version it had (T-7)
     * @param law set where a law demands a longer storage, with {@code article}
     */
    record ScheduledItem(
            String category,
            HolderOrderEvent.ErasureMethod action,
            Instant dueAt,
            String rule,
            int ruleVersion,
            @Nullable String law,
            @Nullable String article) {}

    /** @param until absent while a hold has no known end */
    record KeptItem(
            String category,
            KeptBecause because,
            @Nullable String law,
            @Nullable String article,
            @Nullable UUID holdId,
            @Nullable Instant until) {}

    record HolderResult(String holderId, HolderEntry.Kind kind, HolderStatus status, List<String> categories) {}

    /** @param until no backup that holds the data exists after this instant */
    record PendingBackup(String holderId, Instant until) {}

    /**
     * It was computed when the data of a person falls due, and by which rule.
     *
     * @param dueAt when the case as a whole falls due; statutory items may be later
     * @param late the due instant had passed when the fact arrived (R-4.2.2-1)
     */
    record RetentionScheduled(
            UUID caseId,
            @Nullable String accountId,
            Cause cause,
            @Nullable UUID requestId,
            Instant dueAt,
            String rule,
            int ruleVersion,
            List<ScheduledItem> items,
            boolean late)
            implements RetentionEvent {}

    /** Storage and security only from here on (PIPL art. 47). */
    record ProcessingRestricted(
            UUID caseId, @Nullable String accountId, Cause cause, List<String> categories, Instant restrictedAt)
            implements RetentionEvent {}

    /** A planned erasure is off before it was ordered, as because the account was opened again. */
    record ErasureCancelled(
            UUID caseId,
            @Nullable String accountId,
            CancellationCause cause,
            List<String> categories,
            Instant cancelledAt)
            implements RetentionEvent {}

    /**
     * An authority or a dispute forbids erasing for now: what falls due waits.
     *
     * @param categories empty means all
     */
    record RetentionHoldPlaced(
            UUID holdId, List<String> categories, String authority, LocalDate reviewOn, Instant placedAt)
            implements RetentionEvent {}

    /** A hold is over: what waited for it goes on. */
    record RetentionHoldReleased(UUID holdId, List<String> categories, Instant releasedAt) implements RetentionEvent {}

    /** The day has come: the orders to the holders go out. */
    record ErasureDue(
            UUID caseId, @Nullable String accountId, Cause cause, List<String> categories, Instant dueAt, boolean late)
            implements RetentionEvent {}

    /** A holder did not confirm in time; retries go on and an operator is alarmed (R-4.2.2-5). */
    record ErasureFailed(
            UUID caseId,
            UUID orderId,
            String holderId,
            List<String> categories,
            String code,
            int attempts,
            Instant failedAt)
            implements RetentionEvent {}

    /** A recipient was ordered to erase what had been shared with it. */
    record RecipientErasureRequested(
            UUID caseId,
            UUID orderId,
            String holderId,
            List<String> categories,
            List<UUID> disclosureIds,
            Instant requestedAt,
            Instant dueBy)
            implements RetentionEvent {}

    /**
     * A recipient erased what had been shared with it.
     *
     * @param late after {@link RecipientErasureOverdue}: the person is told (R-5.2-6)
     */
    record RecipientErasureConfirmed(
            UUID caseId,
            UUID orderId,
            String holderId,
            HolderAckEvent.ErasureOutcome outcome,
            long records,
            boolean late,
            Instant confirmedAt)
            implements RetentionEvent {}

    /** A recipient need not erase: a law or the person's own authorisation frees it, with evidence (policy 5.2). */
    record RecipientErasureExempted(
            UUID caseId,
            UUID orderId,
            String holderId,
            List<String> categories,
            Exemption exemption,
            String evidence,
            Instant exemptedAt)
            implements RetentionEvent {}

    /** A recipient did not confirm in time; it is asked again, and an operator is told. */
    record RecipientErasureOverdue(
            UUID caseId, UUID orderId, String holderId, List<String> categories, Instant dueBy, boolean escalated)
            implements RetentionEvent {}

    /** Erased live; what is left stands in backups only (policy 5.2). */
    record BackupErasurePending(
            UUID caseId,
            @Nullable String accountId,
            Cause cause,
            @Nullable UUID requestId,
            List<String> erased,
            List<KeptItem> kept,
            List<HolderResult> holders,
            List<PendingBackup> backups,
            Instant erasedLiveAt)
            implements RetentionEvent {}

    /**
     * Everything is erased, the backups included; the case is closed and certified (policy 4.2.2).
     *
     * @param certificateSha256 of the completion certificate (R-4.2.2-6)
     */
    record ErasureCompleted(
            UUID caseId,
            @Nullable String accountId,
            Cause cause,
            @Nullable UUID requestId,
            List<String> erased,
            List<KeptItem> kept,
            List<HolderResult> holders,
            String certificateSha256,
            Instant completedAt)
            implements RetentionEvent {}

    /**
     * Data was made unrecognisable instead of being erased (policy 1.5.2).
     *
     * @param assessmentId of the recorded proof that no one can be recognised (R-1.5.2-2)
     */
    record AnonymisationCompleted(
            UUID caseId, List<String> categories, String assessmentId, long records, Instant completedAt)
            implements RetentionEvent {}

    /** Every service now shreds the person's key and fields; the notification service comes last. */
    record SubjectErased(String subjectId, UUID caseId, List<String> erased, List<KeptItem> kept, Instant erasedAt)
            implements RetentionEvent {}
}
