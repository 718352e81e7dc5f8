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
 * correction leads from NOTIFIED back to NOTIFYING. CLOSED follows NOTIFIED only, or a waiver by two persons; from there an authority's
 * demand leads to NOTIFYING.
 *
 * @param handledAt when handling ended: final reports count from it
 */
record Incident(
        UUID id,
        Details details,
        State state,
        Instant reportedAt,
        long affectedSubjects,
        Grading grading,
        Telling telling,
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
            boolean criticalInfrastructure,
            boolean suspectedCrime) {}

    /**
     * How grave it is.
     *
     * @param suggested from the numbers
     * @param lowered two persons set the grade below what the numbers suggest
     */
    record Grading(Grade suggested, Grade grade, @Nullable String reason, boolean lowered) {

        /** New numbers: they raise the grade, unless two persons decided otherwise, and never lower it. */
        Grading suggesting(Grade now) {
            boolean raise = !lowered && IncidentRules.lowers(now, grade);
            return new Grading(now, raise ? now : grade, raise ? null : reason, lowered);
        }

        Grading decided(Grade by, @Nullable String why, boolean lowering) {
            return new Grading(
                    suggested,
                    by,
                    why == null ? reason : why,
                    lowering || (lowered && IncidentRules.lowers(suggested, by)));
        }
    }

    /**
     * How the persons concerned are told.
     *
     * @param notices how many numbered notices were released
     * @param waiverReason set when individual notice is waived because harm is averted (PIPL art. 57 para. 2)
     */
    record Telling(
            int notices,
            @Nullable UUID campaignId,
            @Nullable String waiverReason) {
        static final Telling NOT_YET = new Telling(0, null, null);
    }

    /** The larger of what was estimated and what was listed. */
    long subjects() {
        Long estimated = details.estimatedSubjects();
        return Math.max(estimated == null ? 0 : estimated, affectedSubjects);
    }

    Grade grade() {
        return grading.grade();
    }

    Grade suggestedGrade() {
        return grading.suggested();
    }

    int notices() {
        return telling.notices();
    }

    @Nullable
    UUID campaignId() {
        return telling.campaignId();
    }

    @Nullable
    String waiverReason() {
        return telling.waiverReason();
    }

    Incident in(State next) {
        return new Incident(id, details, next, reportedAt, affectedSubjects, grading, telling, handledAt, closedAt);
    }

    /** Other facts; the numbers among them may raise the grade. */
    Incident describedBy(Details known) {
        return regraded(
                new Incident(id, known, state, reportedAt, affectedSubjects, grading, telling, handledAt, closedAt));
    }

    /** So many persons are listed now. */
    Incident counting(long listed) {
        return regraded(new Incident(id, details, state, reportedAt, listed, grading, telling, handledAt, closedAt));
    }

    Incident graded(Grading decided, State next) {
        return new Incident(id, details, next, reportedAt, affectedSubjects, decided, telling, handledAt, closedAt);
    }

    Incident waived(@Nullable String reason) {
        Telling waived = new Telling(telling.notices(), telling.campaignId(), reason);
        return new Incident(id, details, state, reportedAt, affectedSubjects, grading, waived, handledAt, closedAt);
    }

    /** The next numbered notice goes out; a waiver falls, and an incident closed on it is open again. */
    Incident released(UUID campaignId) {
        Telling next = new Telling(telling.notices() + 1, campaignId, null);
        return new Incident(id, details, State.NOTIFYING, reportedAt, affectedSubjects, grading, next, handledAt, null);
    }

    Incident handled(Instant at) {
        return new Incident(id, details, state, reportedAt, affectedSubjects, grading, telling, at, closedAt);
    }

    Incident closed(Instant at) {
        Instant ended = handledAt == null ? at : handledAt;
        return new Incident(id, details, State.CLOSED, reportedAt, affectedSubjects, grading, telling, ended, at);
    }

    private static Incident regraded(Incident i) {
        return i.graded(i.grading().suggesting(IncidentRules.suggested(i.subjects())), i.state());
    }
}
