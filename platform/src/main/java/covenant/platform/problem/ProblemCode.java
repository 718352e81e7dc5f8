package covenant.platform.problem;

import java.util.Locale;

/**
 * The stable error codes of the outside contract (requirements 0.6), each with its HTTP status. The {@code type} of a
 * problem is {@code urn:covenant:problem:<code in kebab case>} (RFC 9457).
 */
public enum ProblemCode {
    MALFORMED_REQUEST(400),
    UNAUTHENTICATED(401),
    MFA_REQUIRED(401),
    FORBIDDEN(403),
    FOUR_EYES_REQUIRED(403),
    CONSENT_REQUIRED(403),
    SEPARATE_CONSENT_REQUIRED(403),
    WRITTEN_CONSENT_REQUIRED(403),
    EXPLICIT_CONSENT_REQUIRED(403),
    GUARDIAN_CONSENT_REQUIRED(403),
    MINOR_NOT_ALLOWED(403),
    PURPOSE_NOT_COVERED(403),
    CATEGORY_NOT_ALLOWED_FOR_PURPOSE(403),
    PROCESSING_RESTRICTED(403),
    SHARING_NOT_PERMITTED(403),
    RECIPIENT_NOT_REGISTERED(403),
    RECIPIENT_AGREEMENT_MISSING(403),
    RECIPIENT_SCOPE_EXCEEDED(403),
    RECIPIENT_SUSPENDED(403),
    CROSS_BORDER_NOT_ALLOWED(403),
    LEGAL_DOCUMENT_REQUIRED(403),
    IMPACT_ASSESSMENT_REQUIRED(403),
    IDENTITY_NOT_VERIFIED(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    STATE_CONFLICT(409),
    VERSION_CONFLICT(409),
    LEGAL_HOLD_ACTIVE(409),
    STATUTORY_RETENTION(409),
    NOTICE_NOT_DELIVERED(409),
    RIGHTS_REDUCTION_REQUIRES_CONSENT(409),
    DUPLICATE_REQUEST(409),
    IDEMPOTENCY_KEY_REUSED(409),
    AUDIT_IMMUTABLE(409),
    GONE(410),
    PAYLOAD_TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    VALIDATION_FAILED(422),
    SUBJECT_ID_IS_PERSONAL_DATA(422),
    CATEGORY_UNKNOWN(422),
    CATEGORY_NOT_ENABLED(422),
    PURPOSE_UNKNOWN(422),
    EXCEPTION_EVIDENCE_MISSING(422),
    EXCEPTION_NOT_ENABLED(422),
    REFUSAL_GROUND_REQUIRED(422),
    REFUSAL_REASON_REQUIRED(422),
    CHANGE_CLASSIFICATION_TOO_LOW(422),
    NOTICE_PERIOD_TOO_SHORT(422),
    MASKING_RULE_MISSING(422),
    RETENTION_RULE_MISSING(422),
    SOURCE_EVIDENCE_MISSING(422),
    RECONSENT_COOLDOWN(429),
    RATE_LIMITED(429),
    INTERNAL_ERROR(500),
    SERVICE_UNAVAILABLE(503),
    DECISION_UNAVAILABLE(503);

    private final int status;

    ProblemCode(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    public String type() {
        return "urn:covenant:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The code in words: {@code CONSENT_REQUIRED -> "Consent required"}. */
    public String title() {
        String words = name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
