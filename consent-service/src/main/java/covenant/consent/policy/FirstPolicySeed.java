package covenant.consent.policy;

import covenant.contracts.PolicyEvent.Occasion;
import covenant.contracts.PolicyEvent.PolicyVersionActivated;
import covenant.contracts.PolicyEvent.PolicyVersionPublished;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.time.CovenantClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;

/** Puts version 1 in force on the first start; two replicas starting at once write it once. */
@ApplicationScoped
class FirstPolicySeed {
    private final PolicyStore store;
    private final Policies policies;
    private final ControllerConfig controller;
    private final Outbox outbox;
    private final CovenantClock clock;

    FirstPolicySeed(
            PolicyStore store, Policies policies, ControllerConfig controller, Outbox outbox, CovenantClock clock) {
        this.store = store;
        this.policies = policies;
        this.controller = controller;
        this.outbox = outbox;
        this.clock = clock;
    }

    void onStart(@Observes @Priority(100) StartupEvent event) {
        QuarkusTransaction.requiringNew().run(this::seed);
        policies.refresh();
    }

    private void seed() {
        PolicyContent content = FirstPolicy.content(controller.controller());
        String sha256 = PolicyHash.of(content.text());
        Instant now = clock.now();
        PolicyVersion first = new PolicyVersion(
                1, PolicyVersion.Status.ACTIVE, content, sha256, null, PolicyChanges.NONE, now, now, now, now, null);
        if (store.insert(first, "SYSTEM:consent-service")) {
            outbox.append(EventDraft.of(
                            "1",
                            new PolicyVersionPublished(
                                    "1",
                                    Occasion.NEW_VERSION,
                                    sha256,
                                    content.locale(),
                                    content.title(),
                                    false,
                                    false,
                                    false,
                                    List.of(),
                                    null,
                                    now,
                                    now,
                                    List.of(),
                                    null))
                    .policyVersion("1"));
            outbox.append(EventDraft.of("1", new PolicyVersionActivated("1", sha256, false, false, false, null, now))
                    .policyVersion("1"));
        }
    }
}
