package covenant.retention.termination;

import covenant.contracts.SharingEvent.Ground;
import covenant.contracts.SharingEvent.TransferRecorded;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.retention.retentioncase.CaseItem;
import covenant.retention.retentioncase.CaseSearch;
import covenant.retention.retentioncase.CaseStore;
import covenant.retention.retentioncase.Cases;
import covenant.retention.retentioncase.RetentionCase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Records for each person that the body named by the law has got what that law demands to keep, and lets it go here. Some
 * cases at a time, safe in several replicas (R-4.2.3-2; Anti-Money-Laundering Law art. 34(4)).
 */
@ApplicationScoped
public class HandOvers {
    private static final int BATCH = 200;
    private static final String PURPOSE = "LEGAL_ARCHIVE";

    private final HandOverStore store;
    private final CaseStore caseStore;
    private final CaseSearch search;
    private final Cases cases;
    private final Outbox outbox;
    private final CovenantClock clock;

    HandOvers(
            HandOverStore store,
            CaseStore caseStore,
            CaseSearch search,
            Cases cases,
            Outbox outbox,
            CovenantClock clock) {
        this.store = store;
        this.caseStore = caseStore;
        this.search = search;
        this.cases = cases;
        this.outbox = outbox;
        this.clock = clock;
    }

    public void run() {
        while (QuarkusTransaction.requiringNew().call(this::some)) {
            // Goes on while a hand-over has cases left.
        }
    }

    private boolean some() {
        Optional<HandOver> claimed = store.claim();
        if (claimed.isEmpty()) {
            return false;
        }
        HandOver handOver = claimed.get();
        List<UUID> next = search.keptByLaw(handOver.law(), handOver.afterCase(), BATCH);
        next.forEach(id -> caseStore.find(id).ifPresent(known -> transfer(known, handOver)));
        store.advance(handOver, next.isEmpty() ? null : next.getLast(), next.size(), clock.now());
        return true;
    }

    private void transfer(RetentionCase known, HandOver handOver) {
        List<String> categories = known.items().stream()
                .filter(item -> handOver.law().equals(item.law()))
                .map(CaseItem::category)
                .toList();
        Instant at = handOver.handedOverAt();
        if (cases.handedOver(known.subjectId(), categories, at) > 0) {
            UUID disclosure = Ids.next(clock.now());
            outbox.append(EventDraft.about(
                    known.subjectId(),
                    disclosure.toString(),
                    new TransferRecorded(
                            disclosure,
                            handOver.transferee(),
                            Ground.TRANSFER_LEGAL,
                            PURPOSE,
                            categories,
                            handOver.evidence(),
                            null,
                            at)));
        }
    }
}
