package covenant.platform.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes the relay of this process after a commit that wrote events. Other processes' rows are found by the poll: a
 * database notification per write was measured to cost far more than it saves.
 */
@ApplicationScoped
class CommitSignal {
    private static final String REGISTERED = CommitSignal.class.getName();

    private final TransactionSynchronizationRegistry transactions;
    private final Semaphore written = new Semaphore(0);

    CommitSignal(TransactionSynchronizationRegistry transactions) {
        this.transactions = transactions;
    }

    void afterCommit() {
        if (transactions.getResource(REGISTERED) != null) {
            return;
        }
        transactions.putResource(REGISTERED, Boolean.TRUE);
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    wake();
                }
            }
        });
    }

    void wake() {
        if (written.availablePermits() == 0) {
            written.release();
        }
    }

    /** Waits until something was written here, at most this long. */
    void await(long millis) throws InterruptedException {
        if (written.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            written.drainPermits();
        }
    }
}
