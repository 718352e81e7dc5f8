package covenant.contracts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the audit log says of itself, and the calls that any service refused. */
public sealed interface AuditEvent extends Event {

    enum IntegrityFailure {
        ENTRY_CHANGED,
        ENTRY_MISSING,
        ROOT_MISMATCH,
        BEHIND_WITNESS,
        EVENT_ID_REUSED
    }

    /**
     * The log was signed at a new size; the checkpoint can be read and kept by anyone.
     *
     * @param rootHash RFC 6962 root over the first {@code size} entries, base64
     */
    record AuditCheckpointed(String origin, long size, String rootHash, Instant checkpointedAt) implements AuditEvent {}

    /**
     * A check of the log failed: an entry, or an event, is not what it was.
     *
     * @param firstBadIndex of the log entry
     * @param eventId the event whose id came twice with different payloads (R-ENV-3)
     */
    record AuditIntegrityFailed(
            IntegrityFailure failure,
            @Nullable Long firstBadIndex,
            @Nullable UUID eventId,
            Instant foundAt) implements AuditEvent {}

    /**
     * Somebody read the audit log: reading leaves a trace as well.
     *
     * @param route template of the path, never the path itself
     * @param filters names of the filters that were used
     * @param queriedSubjectId the person asked about, if one
     */
    record AuditQueried(
            String route,
            List<String> filters,
            @Nullable String queriedSubjectId,
            @Nullable Instant from,
            @Nullable Instant to,
            Instant queriedAt)
            implements AuditEvent {}

    /**
     * A call answered with 401, 403, 409, 422 or 429, or a batch item of that kind.
     *
     * @param route template of the path, never the path itself
     * @param actorRoles empty without a valid token
     */
    record CallRefused(
            String route,
            String method,
            int status,
            String code,
            List<String> actorRoles,
            @Nullable String subjectId,
            Instant refusedAt)
            implements AuditEvent {}
}
