package covenant.consent.exception;

import covenant.contracts.ConsentEvent.ExceptionCode;
import java.time.Instant;
import java.util.UUID;

/**
 * An exception that covers a question.
 *
 * @param secret a recorded duty of secrecy forbids telling the person (PIPL art. 18)
 */
public record ExceptionInForce(UUID id, ExceptionCode code, boolean secret, Instant validUntil) {

    /** Rests on what the person published, or what lawfully became public: the person's objection wins (PIPL art. 27). */
    public boolean yieldsToObjection() {
        return switch (code) {
            case SELF_PUBLISHED, LAWFULLY_PUBLIC -> true;
            case NATIONAL_SECURITY,
                    PUBLIC_SAFETY_HEALTH,
                    CRIMINAL_JUSTICE,
                    VITAL_INTERESTS,
                    CONTRACT_NECESSARY,
                    SERVICE_STABILITY,
                    NEWS_REPORTING,
                    ACADEMIC_RESEARCH,
                    OTHER_LAW -> false;
        };
    }
}
