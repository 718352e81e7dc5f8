package covenant.retention.rule;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.time.CovenantClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Gives a new database the catalogue's rules; a category that has a rule keeps it. */
@ApplicationScoped
class RuleSeed {
    private static final String SHIPPED = "catalogue-1";

    private final RuleStore store;
    private final Rules rules;
    private final CovenantClock clock;
    private final ObjectMapper json;

    RuleSeed(RuleStore store, Rules rules, CovenantClock clock, ObjectMapper json) {
        this.store = store;
        this.rules = rules;
        this.clock = clock;
        this.json = json;
    }

    void onStart(@Observes @Priority(10) StartupEvent event) {
        QuarkusTransaction.requiringNew().run(() -> {
            for (RetentionRule rule : CatalogueRules.read(json)) {
                store.add(rule, SHIPPED, SHIPPED, clock.now());
            }
        });
        rules.forget();
    }
}
