package covenant.retention.erasure;

import covenant.platform.time.CovenantClock;
import covenant.retention.backup.CaseBackup;
import covenant.retention.backup.CaseBackups;
import covenant.retention.backup.Restore;
import covenant.retention.retentioncase.DueCases;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** What goes on by time besides due items: notices nobody answers, refreshed backups, restores. Safe in several replicas. */
@ApplicationScoped
public class ErasureChores {
    private static final Logger LOG = Logger.getLogger(ErasureChores.class);
    private static final int BATCH = 200;

    private final DueCases due;
    private final Erasure erasure;
    private final Ending ending;
    private final CaseBackups backups;
    private final OrderDesk desk;
    private final CovenantClock clock;

    ErasureChores(
            DueCases due, Erasure erasure, Ending ending, CaseBackups backups, OrderDesk desk, CovenantClock clock) {
        this.due = due;
        this.erasure = erasure;
        this.ending = ending;
        this.backups = backups;
        this.desk = desk;
        this.clock = clock;
    }

    /** @param now an instant that the sweep's guard has let pass */
    public void run(Instant now) {
        for (UUID caseId : due.noticeOverdue(now, BATCH)) {
            LOG.warnf("The closing notice of case %s was not answered in time; the erasure goes on", caseId);
            QuarkusTransaction.requiringNew().run(() -> erasure.noticeAnswered(caseId));
        }
        while (QuarkusTransaction.requiringNew().call(this::settleBackups) == BATCH) {
            // Goes on while batches are full.
        }
        while (QuarkusTransaction.requiringNew().call(this::orderAgain)) {
            // Goes on while a restore has erasures left.
        }
        QuarkusTransaction.requiringNew().run(() -> backups.dropOutdated(now));
    }

    private int settleBackups() {
        List<UUID> settled = backups.settleRefreshed(BATCH);
        settled.forEach(ending::backupsSettled);
        return settled.size();
    }

    /** Orders the next erasures again that a restored backup does not know of (R-5.2-9). */
    private boolean orderAgain() {
        Optional<Restore> claimed = backups.claimRestore();
        if (claimed.isEmpty()) {
            return false;
        }
        Restore restore = claimed.get();
        List<CaseBackup> since = backups.erasedSince(restore, BATCH);
        Instant now = clock.now();
        int ordered = desk.placeAgain(since.stream().map(CaseBackup::caseId).toList(), restore.holderId(), now);
        backups.advance(since.isEmpty() ? restore.finished(now) : restore.orderedUpTo(since.getLast(), ordered));
        return true;
    }
}
