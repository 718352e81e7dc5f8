package covenant.notification.incident;

import covenant.contracts.IncidentEvent.Grade;
import covenant.contracts.IncidentEvent.Kind;
import covenant.contracts.IncidentEvent.State;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A security incident.
 *
 * <pre>
 * REPORTED -> ASSESSED -> CONTAINED -> NOTIFYING -> NOTIFIED -> CLOSED
 * </pre>
 *
 * The notice may start in each state before NOTIFYING: telling people does not wait for containment (PIPL art. 57). A
 * correction leads from NOTIFIED back to NOTIFYING. CLOSED follows NOTIFIED only, or a waiver by two persons.
 *
 * @param notices how many numbered notices were released
 * @param gradeLowered two persons set the grade below what the numbers suggest
 * @param waiverReason set when individual notice is waived because harm is averted (PIPL art. 57 para. 2)
 */
record Incident(
        UUID id,
        Details details,
        State state,
        Instant reportedAt,
        long affectedSubjects,
        Grade suggestedGrade,
        Grade grade,
        @Nullable String gradeReason,
        boolean gradeLowered,
        int notices,
        @Nullable UUID campaignId,
        @Nullable String waiverReason,
        @Nullable Instant handledAt,
        @Nullable Instant closedAt) {

    /** What is known of the incident; the texts become the notice. */
    record Details(
            String title,
            Kind kind,
            Instant discoveredAt,
            @Nullable String source,
            List<String> categories,
            @Nullable String facts,
            @Nullable String cause,
            @Nullable String possibleHarm,
            @Nullable String measures,
            @Nullable String selfProtection,
            @Nullable String remedies,
            @Nullable String contact,
            @Nullable Long estimatedSubjects,
            boolean criticalInfrastructure) {}

    /** The larger of what was estimated and what was listed. */
    long subjects() {
        Long estimated = details.estimatedSubjects();
        return Math.max(estimated == null ? 0 : estimated, affectedSubjects);
    }
}
