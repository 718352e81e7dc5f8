package covenant.consent.policy;

import covenant.consent.policy.PolicyVersion.Status;
import covenant.contracts.PolicyEvent.PolicyVersionActivated;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.time.CovenantClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Puts published versions in force at their hour, in their order, and retires the one before. */
@ApplicationScoped
class PolicyActivation {
    private final PolicyStore store;
    private final Policies policies;
    private final Outbox outbox;
    private final CovenantClock clock;

    PolicyActivation(PolicyStore store, Policies policies, Outbox outbox, CovenantClock clock) {
        this.store = store;
        this.policies = policies;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Scheduled(every = "{covenant.policy.activation.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        if (store.all().stream().anyMatch(v -> due(v, clock.now()))) {
            QuarkusTransaction.requiringNew().run(this::activateDue);
            policies.refresh();
        }
    }

    /** Runs in a transaction; a second replica waits for the lock and then finds nothing due. */
    void activateDue() {
        store.lockAll();
        Instant now = clock.now();
        List<PolicyVersion> due = store.all().stream()
                .filter(v -> due(v, now))
                .sorted(Comparator.comparingInt(PolicyVersion::number))
                .toList();
        due.forEach(v -> activate(v, now));
    }

    private void activate(PolicyVersion version, Instant now) {
        PolicyVersion retired = store.all().stream()
                .filter(v -> v.status() == Status.ACTIVE)
                .findFirst()
                .orElse(null);
        if (retired != null) {
            store.move(retired.number(), Status.RETIRED, now);
        }
        store.move(version.number(), Status.ACTIVE, now);
        outbox.append(EventDraft.of(
                        version.version(),
                        new PolicyVersionActivated(
                                version.version(),
                                version.sha256(),
                                version.changes().material(),
                                version.changes().reducesRights(),
                                version.changes().requiresReconsent(),
                                retired == null ? null : retired.version(),
                                now))
                .policyVersion(version.version())
                .occurredAt(Objects.requireNonNull(version.effectiveAt())));
    }

    private static boolean due(PolicyVersion v, Instant now) {
        return v.status() == Status.PUBLISHED && v.effective(now);
    }
}
