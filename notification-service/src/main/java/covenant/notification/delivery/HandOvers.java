package covenant.notification.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Records what providers took. Whoever comes while nobody records does so for all who come meanwhile, in one transaction: a commit is shared by
 * those there are. Whoever comes while twelve wait already waits too, so that a kill leaves no more than two times as many, and those in
 * the couriers' hands, that were handed over and not recorded.
 */
@ApplicationScoped
class HandOvers {
    private static final Logger LOG = Logger.getLogger(HandOvers.class);
    private static final int AT_ONCE = 12;

    private final NoticeLedger ledger;
    private final Queue<HandOver> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock recording = new ReentrantLock();

    HandOvers(NoticeLedger ledger) {
        this.ledger = ledger;
    }

    /** @param reference the provider's own id of the message */
    record HandOver(
            Delivery delivery, Notice notice, @Nullable String reference) {}

    /** Recorded when this returns, or about to be by another courier of the same claim. */
    void add(HandOver handOver) {
        waiting.add(handOver);
        while (!waiting.isEmpty() && (recording.tryLock() || mustWait())) {
            try {
                recordAll();
            } finally {
                recording.unlock();
            }
        }
    }

    private boolean mustWait() {
        if (waiting.size() < AT_ONCE) {
            return false;
        }
        recording.lock();
        return true;
    }

    private void recordAll() {
        for (List<HandOver> some = some(); !some.isEmpty(); some = some()) {
            try {
                ledger.sent(some);
            } catch (RuntimeException together) {
                some.forEach(this::recordAlone);
            }
        }
    }

    /** The lease of one that cannot be recorded runs out, and it is claimed again; the cause names no person. */
    private void recordAlone(HandOver one) {
        try {
            ledger.sent(List.of(one));
        } catch (RuntimeException e) {
            LOG.warnf("A delivery could not be recorded: %s", e.getClass().getName());
        }
    }

    private List<HandOver> some() {
        List<HandOver> some = new ArrayList<>();
        for (HandOver next = waiting.poll(); next != null; next = some.size() < AT_ONCE ? waiting.poll() : null) {
            some.add(next);
        }
        return some;
    }
}
