package covenant.retention.backup;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A restore that a holder announced, before it goes live (R-5.2-9).
 *
 * @param afterErasedAt how far the erasures since the backup were ordered again, with {@code afterCase}
 * @param orderedAt when the last of them was
 */
public record Restore(
        UUID id,
        String holderId,
        Instant backupTakenAt,
        Instant startedAt,
        @Nullable Instant afterErasedAt,
        @Nullable UUID afterCase,
        long ordered,
        @Nullable Instant orderedAt) {

    public Restore orderedUpTo(CaseBackup last, int more) {
        return new Restore(
                id, holderId, backupTakenAt, startedAt, last.erasedAt(), last.caseId(), ordered + more, null);
    }

    public Restore finished(Instant now) {
        return new Restore(id, holderId, backupTakenAt, startedAt, afterErasedAt, afterCase, ordered, now);
    }
}
