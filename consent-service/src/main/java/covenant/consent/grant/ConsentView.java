package covenant.consent.grant;

import covenant.consent.subject.ConsentStatus;
import covenant.contracts.ConsentEvent.Method;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A consent as it is shown. */
record ConsentView(
        UUID id,
        String subjectId,
        String purpose,
        ConsentStatus status,
        List<String> categories,
        boolean separate,
        @Nullable String recipient,
        String policyVersion,
        String policySha256,
        Instant presentedAt,
        Instant acceptedAt,
        Instant recordedAt,
        Instant bindsFrom,
        Method method,
        String channel,
        String appVersion,
        String locale,
        List<String> highlightedSectionsShown,
        @Nullable String necessityShown,
        @Nullable LocalDate until,
        boolean guardianConsent,
        String evidenceSha256,
        @Nullable UUID supersedes,
        @Nullable Instant endedAt,
        @Nullable String endCause,
        @Nullable UUID supersededBy,
        @Nullable String source) {

    static ConsentView of(ConsentRecord r) {
        Evidence e = r.evidence();
        return new ConsentView(
                r.id(),
                r.subjectId(),
                r.purpose(),
                r.status(),
                r.categories(),
                r.separate(),
                r.recipient(),
                e.policyVersion(),
                e.policySha256(),
                e.presentedAt(),
                e.acceptedAt(),
                r.recordedAt(),
                r.bindsFrom(),
                e.method(),
                e.channel(),
                e.appVersion(),
                e.locale(),
                e.highlightedSectionsShown(),
                r.necessityShown(),
                r.until(),
                r.guardianId() != null,
                r.evidenceSha256(),
                r.supersedes(),
                r.endedAt(),
                r.endCause(),
                r.supersededBy(),
                r.source());
    }
}
