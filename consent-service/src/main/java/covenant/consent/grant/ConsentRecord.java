package covenant.consent.grant;

import covenant.consent.subject.ConsentStatus;
import covenant.consent.subject.LiveConsent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A consent or a refusal as recorded, with its evidence; a row of table {@code consent}.
 *
 * @param bindsFrom later than {@code acceptedAt} where the policy version had still to take effect
 * @param expiresAt 24:00 in Asia/Shanghai of {@code until}
 * @param endedAt when it died, with {@code endCause}
 */
public record ConsentRecord(
        UUID id,
        String subjectId,
        String purpose,
        ConsentStatus status,
        List<String> categories,
        boolean separate,
        @Nullable String recipient,
        Evidence evidence,
        Instant recordedAt,
        Instant bindsFrom,
        @Nullable String necessityShown,
        @Nullable LocalDate until,
        @Nullable Instant expiresAt,
        @Nullable String guardianId,
        @Nullable String guardianEvidence,
        String evidenceSha256,
        @Nullable UUID supersedes,
        @Nullable Instant endedAt,
        @Nullable String endCause,
        @Nullable UUID supersededBy,
        @Nullable String source) {

    public LiveConsent live() {
        return new LiveConsent(
                id,
                purpose,
                categories,
                separate,
                recipient,
                Integer.parseInt(evidence.policyVersion()),
                evidence.acceptedAt(),
                bindsFrom,
                until,
                expiresAt,
                guardianId != null,
                evidence.method() == covenant.contracts.ConsentEvent.Method.SIGNATURE,
                source);
    }

    ConsentRecord superseding(@Nullable UUID older) {
        return new ConsentRecord(
                id,
                subjectId,
                purpose,
                status,
                categories,
                separate,
                recipient,
                evidence,
                recordedAt,
                bindsFrom,
                necessityShown,
                until,
                expiresAt,
                guardianId,
                guardianEvidence,
                evidenceSha256,
                older,
                endedAt,
                endCause,
                supersededBy,
                source);
    }

    /** @param end of a record that was dead before it arrived */
    ConsentRecord after(@Nullable ConsentChange end) {
        return switch (end) {
            case ConsentChange.Withdrawn w ->
                w.whole() ? dead(ConsentStatus.WITHDRAWN, w.at(), w.cause().name(), null) : this;
            case ConsentChange.Superseded s -> dead(ConsentStatus.SUPERSEDED, s.at(), "SUPERSEDED", s.by());
            case ConsentChange.Expired e -> dead(ConsentStatus.EXPIRED, e.at(), "EXPIRED", null);
            case ConsentChange.Ended e ->
                dead(ConsentStatus.ENDED, e.at(), e.cause().name(), null);
            case ConsentChange.Granted g -> this;
            case ConsentChange.Declined d -> this;
            case null -> this;
        };
    }

    private ConsentRecord dead(ConsentStatus newStatus, Instant at, String cause, @Nullable UUID by) {
        return new ConsentRecord(
                id,
                subjectId,
                purpose,
                newStatus,
                categories,
                separate,
                recipient,
                evidence,
                recordedAt,
                bindsFrom,
                necessityShown,
                until,
                expiresAt,
                guardianId,
                guardianEvidence,
                evidenceSha256,
                supersedes,
                at,
                cause,
                by,
                source);
    }
}
