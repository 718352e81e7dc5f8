package covenant.retention.backup;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a holder's backups may still hold of a case, for storage only (R-5.2-8, R-5.2-10).
 *
 * @param erasedAt when the holder erased it live
 * @param until by the age that the holder declared, no backup holds it after this; that alone completes nothing
 * @param refreshedAt when the holder said that no backup from before the erasure exists any more
 */
public record CaseBackup(
        UUID caseId,
        String holderId,
        List<String> categories,
        Instant erasedAt,
        Instant until,
        @Nullable Instant refreshedAt) {

    /** What may be done with it until then: nothing but storing (PIPL art. 47(2)). */
    public enum Use {
        STORAGE_ONLY
    }

    public boolean pending() {
        return refreshedAt == null;
    }
}
