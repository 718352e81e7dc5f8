package covenant.contracts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The life of a request of a data subject (policy chapter 5). An empty list of categories means all that the person has.
 * Values to correct, proofs and letters stay with the service.
 */
public sealed interface DsrEvent extends Event {

    UUID requestId();

    enum RequestType {
        ACCESS,
        COPY,
        CORRECTION,
        COMPLETION,
        DELETION,
        RESTRICTION,
        WITHDRAWAL,
        PORTABILITY,
        EXPLANATION,
        HUMAN_REVIEW,
        ACCOUNT_CLOSURE,
        COMPLAINT
    }

    /** The five triggers of policy 5.2, then those of PIPL art. 47(1)(1) to (3). */
    enum DeletionTrigger {
        UNLAWFUL_PROCESSING,
        NO_CONSENT,
        BREACH_OF_AGREEMENT,
        ACCOUNT_CLOSED,
        SERVICE_TERMINATED,
        PURPOSE_FULFILLED,
        CONSENT_WITHDRAWN,
        RETENTION_EXPIRED
    }

    enum DeletionOrigin {
        VERIFIED_REQUEST,
        SELF_SERVICE
    }

    enum Requester {
        SELF,
        REPRESENTATIVE,
        GUARDIAN,
        RELATIVE_OF_DECEASED
    }

    enum VerificationMethod {
        ONE_TIME_CODE,
        ASSERTION,
        DOCUMENT
    }

    /** The five grounds of policy 5.2.2, then what law, facts or the person's own instruction add. */
    enum RefusalGround {
        NATIONAL_SECURITY,
        PUBLIC_SAFETY_HEALTH,
        CRIMINAL_JUSTICE,
        BAD_FAITH_OR_ABUSE,
        SERIOUS_HARM,
        STATUTORY_RETENTION,
        LEGAL_HOLD,
        NO_TRIGGER,
        PORTABILITY_CONDITION_UNMET,
        INSTRUCTION_OF_DECEASED
    }

    enum Outcome {
        FULL,
        PARTIAL,
        REFUSED
    }

    enum CancellationCause {
        WITHDRAWN_BY_REQUESTER,
        IDENTITY_NOT_PROVEN,
        ACCOUNT_REOPENED
    }

    /**
     * A request came in, and who asks is not proved yet.
     *
     * @param appealOf the refused request that this one appeals against (R-5.2.2-4)
     */
    record DataSubjectRequestReceived(
            UUID requestId,
            RequestType type,
            List<String> categories,
            @Nullable DeletionTrigger trigger,
            Requester requester,
            String channel,
            @Nullable UUID appealOf,
            Instant receivedAt)
            implements DsrEvent {}

    /**
     * Who asks has to prove who she is before anything is done.
     *
     * @param expiresAt closed as unverified from here on
     */
    record IdentityVerificationRequired(
            UUID requestId, RequestType type, List<VerificationMethod> methods, Instant expiresAt)
            implements DsrEvent {}

    /**
     * Who asks is who she says: the period for the answer began.
     *
     * @param replyDue end of the 30th day after receipt and verification (policy 5.2.1)
     */
    record IdentityVerified(
            UUID requestId, RequestType type, VerificationMethod method, Instant verifiedAt, Instant replyDue)
            implements DsrEvent {}

    /** An attempt to prove who asks failed. */
    record IdentityVerificationFailed(
            UUID requestId,
            RequestType type,
            VerificationMethod method,
            int failedAttempts,
            @Nullable Instant lockedUntil,
            Instant failedAt)
            implements DsrEvent {}

    /** Like the other Requested events: verified, so work may start. */
    record AccessRequested(UUID requestId, RequestType type, List<String> categories, Instant replyDue)
            implements DsrEvent {}

    /** A request to correct or complete is verified; the values are not in it. */
    record CorrectionRequested(UUID requestId, RequestType type, List<String> categories, Instant replyDue)
            implements DsrEvent {}

    /**
     * Decided: retention executes it now (R-5.2-3).
     *
     * @param itemRef opaque reference of one item, as of one bound card; only with {@link DeletionOrigin#SELF_SERVICE}
     */
    record DeletionRequested(
            UUID requestId,
            List<String> categories,
            DeletionTrigger trigger,
            DeletionOrigin origin,
            @Nullable String itemRef,
            @Nullable String accountId,
            @Nullable Instant replyDue)
            implements DsrEvent {}

    /**
     * A request to take the data elsewhere is verified.
     *
     * @param recipient the handler that the person named (PIPL art. 45)
     */
    record PortabilityRequested(
            UUID requestId,
            List<String> categories,
            @Nullable String recipient,
            Instant replyDue) implements DsrEvent {}

    /** A request to restrict is verified. */
    record RestrictionRequested(UUID requestId, List<String> categories, Instant replyDue) implements DsrEvent {}

    /**
     * A request for an explanation, or for a review by a human, is verified.
     *
     * @param type EXPLANATION or HUMAN_REVIEW (PIPL art. 24)
     */
    record ExplanationRequested(UUID requestId, RequestType type, List<String> categories, Instant replyDue)
            implements DsrEvent {}

    /**
     * The request is granted, wholly or in part; what follows from it begins.
     *
     * @param categories what is granted; a RESTRICTION stops all use of them but storage (R-GAP-6)
     * @param automatic decided by rule, without an operator (R-5.2-2)
     */
    record RequestAccepted(
            UUID requestId,
            RequestType type,
            List<String> categories,
            @Nullable DeletionTrigger trigger,
            @Nullable String accountId,
            boolean automatic,
            Instant decidedAt)
            implements DsrEvent {}

    /**
     * The request is refused, wholly or in part; the person is told why and how to appeal.
     *
     * @param categories what is refused; the rest goes on if {@code partial} (R-5.2.2-3)
     * @param ground absent where naming it would itself break the law (R-5.2.2-2)
     */
    record RequestRefused(
            UUID requestId,
            RequestType type,
            List<String> categories,
            @Nullable RefusalGround ground,
            boolean partial,
            Instant decidedAt)
            implements DsrEvent {}

    /**
     * The period for the answer nears its end: on the 20th and on the 27th day.
     *
     * @param day full days since the period began: 20 or 27
     */
    record RequestDeadlineApproaching(UUID requestId, RequestType type, int day, Instant replyDue)
            implements DsrEvent {}

    /** A flag, not a state: the request stays workable. */
    record RequestOverdue(UUID requestId, RequestType type, Instant replyDue) implements DsrEvent {}

    /**
     * The reply left; for a partial one the request stays open.
     *
     * @param missingHolders holders whose part is missing (R-5.1.2-2)
     * @param restrictedCategories named with their reason, never left out in silence (R-5.1.3-1)
     */
    record RequestAnswered(
            UUID requestId,
            RequestType type,
            Outcome outcome,
            List<String> missingHolders,
            List<String> restrictedCategories,
            boolean inTime,
            Instant answeredAt)
            implements DsrEvent {}

    /** Nothing is left to do for the request. */
    record RequestCompleted(UUID requestId, RequestType type, Outcome outcome, Instant completedAt)
            implements DsrEvent {}

    /** Of a RESTRICTION that was accepted: use may go on again. */
    record RequestCancelled(UUID requestId, RequestType type, CancellationCause cause, Instant cancelledAt)
            implements DsrEvent {}
}
