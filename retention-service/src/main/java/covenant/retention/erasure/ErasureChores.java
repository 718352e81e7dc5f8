package covenant.retention.erasure;

import covenant.contracts.HolderOrderEvent.ErasureMethod;
import covenant.platform.holder.HolderOrders;
import covenant.platform.holder.NewOrder;
import covenant.platform.holder.OrderTask;
import covenant.platform.time.CovenantClock;
import covenant.retention.backup.CaseBackup;
import covenant.retention.backup.CaseBackups;
import covenant.retention.backup.Restore;
import covenant.retention.retentioncase.CaseStore;
import covenant.retention.retentioncase.RetentionCase;
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

    private final CaseStore cases;
    private final Erasure erasure;
    private final Ending ending;
    private final CaseBackups backups;
    private final HolderOrders orders;
    private final ErasureSettings settings;
    private final CovenantClock clock;

    ErasureChores(
            CaseStore cases,
            Erasure erasure,
            Ending ending,
            CaseBackups backups,
            HolderOrders orders,
            ErasureSettings settings,
            CovenantClock clock) {
        this.cases = cases;
        this.erasure = erasure;
        this.ending = ending;
        this.backups = backups;
        this.orders = orders;
        this.settings = settings;
        this.clock = clock;
    }

    public void run() {
        for (UUID caseId : cases.noticeOverdue(clock.now(), BATCH)) {
            LOG.warnf("The closing notice of case %s was not answered in time; the erasure goes on", caseId);
            QuarkusTransaction.requiringNew().run(() -> erasure.noticeAnswered(caseId));
        }
        while (QuarkusTransaction.requiringNew().call(this::settleBackups) == BATCH) {
            // Goes on while batches are full.
        }
        while (QuarkusTransaction.requiringNew().call(this::orderAgain)) {
            // Goes on while a restore has erasures left.
        }
        QuarkusTransaction.requiringNew().run(() -> backups.dropOutdated(clock.now()));
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
        orders.placeAll(
                since.stream().flatMap(erased -> again(erased, now).stream()).toList());
        backups.advance(since.isEmpty() ? restore.finished(now) : restore.orderedUpTo(since.getLast(), since.size()));
        return true;
    }

    private Optional<NewOrder> again(CaseBackup erased, Instant now) {
        return cases.find(erased.caseId())
                .map(of -> NewOrder.of(
                        repeated(of),
                        erased.holderId(),
                        of.subjectId(),
                        erased.categories(),
                        of.id(),
                        settings.holderDue(now)));
    }

    private static OrderTask repeated(RetentionCase of) {
        return new OrderTask.Erasure(
                of.id(), of.requestId(), null, of.cause(), ErasureMethod.DELETE, of.itemRef(), true);
    }
}
