package covenant.contracts;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a person allowed or took back, and what follows from it for those who use the data. */
public sealed interface ConsentEvent extends Event {

    enum Method {
        CLICK,
        SIGNATURE,
        OFFLINE
    }

    enum WithdrawalCause {
        WITHDRAWAL,
        PREFERENCES,
        OBJECTION,
        COOKIES_CLEARED,
        ACCOUNT_UNLINKED,
        SOURCE_REPORTED,
        REQUEST
    }

    enum EndCause {
        ACCOUNT_CLOSED,
        SERVICE_TERMINATED,
        SUBJECT_DECEASED,
        SUBJECT_ERASED
    }

    enum AcknowledgementBasis {
        CONTINUED_USE
    }

    enum StopCause {
        CONSENT_WITHDRAWN,
        CONSENT_DECLINED,
        CONSENT_EXPIRED,
        OBJECTION,
        RESTRICTION,
        ACCOUNT_CLOSED,
        SERVICE_TERMINATED,
        SUBJECT_DECEASED
    }

    enum Decision {
        PERMIT,
        DENY
    }

    /** The exceptions of policy 1.3.1 to 1.3.11, in that order. */
    enum ExceptionCode {
        NATIONAL_SECURITY,
        PUBLIC_SAFETY_HEALTH,
        CRIMINAL_JUSTICE,
        VITAL_INTERESTS,
        SELF_PUBLISHED,
        LAWFULLY_PUBLIC,
        CONTRACT_NECESSARY,
        SERVICE_STABILITY,
        NEWS_REPORTING,
        ACADEMIC_RESEARCH,
        OTHER_LAW
    }

    /**
     * The person agreed to a purpose, after she was shown a version of the policy (policy 1.1.1).
     *
     * @param recipient the holder that a separate consent names (PIPL art. 23)
     * @param separate given for this one processing alone (PIPL art. 29)
     * @param until last valid day, to 24:00 in Asia/Shanghai
     * @param evidenceSha256 of the stored evidence: what was shown, where and how it was accepted (R-PRE-2)
     * @param guardianConsent given by the guardian of a person under 14 (PIPL art. 31)
     * @param supersedes the earlier consent for the same purpose (R-GAP-8)
     * @param source the third party that it lets data come from: {@code THIRD_PARTY}, or the id of one (policy 1.1.3)
     */
    record ConsentGranted(
            UUID consentId,
            String purpose,
            List<String> categories,
            @Nullable String recipient,
            boolean separate,
            String policyVersion,
            String policySha256,
            Instant presentedAt,
            Instant acceptedAt,
            Method method,
            String channel,
            String locale,
            @Nullable LocalDate until,
            String evidenceSha256,
            boolean guardianConsent,
            @Nullable UUID supersedes,
            @Nullable String source)
            implements ConsentEvent {}

    /**
     * The person was asked and said no.
     *
     * @param askAgainFrom earliest instant at which a backend may ask again (R-1.2.5-3)
     */
    record ConsentDeclined(
            UUID consentId,
            String purpose,
            List<String> categories,
            String policyVersion,
            Instant declinedAt,
            Method method,
            String channel,
            @Nullable Instant askAgainFrom)
            implements ConsentEvent {}

    /**
     * Effective at once; what was done before stays lawful (policy 5, PIPL art. 15).
     *
     * @param remainingPurposes per category of this consent the purposes that may still use it; a category with an empty
     *     list was used for this purpose only and is to be erased (R-5-2, AC-41)
     */
    record ConsentWithdrawn(
            UUID consentId,
            String purpose,
            List<String> categories,
            Map<String, List<String>> remainingPurposes,
            @Nullable String recipient,
            String policyVersion,
            WithdrawalCause cause,
            Instant withdrawnAt)
            implements ConsentEvent {}

    /** A newer consent for the same purpose took this one's place. */
    record ConsentSuperseded(
            UUID consentId,
            String purpose,
            List<String> categories,
            UUID supersededBy,
            String policyVersion,
            String newPolicyVersion,
            Instant supersededAt)
            implements ConsentEvent {}

    /** Treated like a withdrawal (R-GAP-3); {@code remainingPurposes} as in {@link ConsentWithdrawn}. */
    record ConsentExpired(
            UUID consentId,
            String purpose,
            List<String> categories,
            Map<String, List<String>> remainingPurposes,
            String policyVersion,
            LocalDate until,
            Instant expiredAt)
            implements ConsentEvent {}

    /** A consent ended without the person's doing, as by the closing of her account. */
    record ConsentEnded(
            UUID consentId,
            String purpose,
            List<String> categories,
            String policyVersion,
            EndCause cause,
            @Nullable String accountId,
            Instant endedAt)
            implements ConsentEvent {}

    /**
     * Notice was taken; this never stands for a consent (R-PRE-6).
     *
     * @param notificationId the notice that had been delivered, unless it was shown in the app
     */
    record NoticeAcknowledged(
            String policyVersion,
            AcknowledgementBasis basis,
            Instant acknowledgedAt,
            @Nullable UUID notificationId,
            @Nullable Instant noticeShownAt)
            implements ConsentEvent {}

    /** Everyone who processes for these purposes stops now; storage and security go on. */
    record ProcessingStopRequired(
            List<String> purposes,
            List<String> categories,
            StopCause cause,
            @Nullable UUID consentId,
            @Nullable String accountId,
            Instant since)
            implements ConsentEvent {}

    /**
     * Data was used without consent on a ground of policy 1.3: once for each use, never in silence.
     *
     * @param secret a recorded duty of secrecy forbids telling the person (PIPL art. 18)
     */
    record ExceptionUsed(
            UUID exceptionId,
            ExceptionCode exceptionCode,
            UUID decisionId,
            String purpose,
            String category,
            boolean secret,
            Instant usedAt)
            implements ConsentEvent {}

    /**
     * Every denial and every permit by exception; ordinary permits are only counted (requirements 0.6).
     *
     * @param code {@code PERMITTED} or the code of the denial
     * @param basis what a permit rests on, as in {@code CONSENT} or {@code CONTRACT}
     * @param policyVersion the version that governed; absent where the person accepted none
     */
    record DecisionRecorded(
            UUID decisionId,
            Decision decision,
            String code,
            @Nullable String basis,
            String purpose,
            String category,
            @Nullable String source,
            @Nullable String recipient,
            @Nullable UUID consentId,
            @Nullable ExceptionCode exceptionCode,
            @Nullable String policyVersion,
            Instant decidedAt)
            implements ConsentEvent {}
}
