package covenant.retention.rule;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Period;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The settings that decide how long data may stay. The service does not start without the one that only the operator knows. */
@ApplicationScoped
class RetentionSettings {
    static final String AML_APPLIES = "covenant.retention.aml.applies";

    private final Optional<Boolean> amlApplies;
    private final Period accountClosed;

    RetentionSettings(
            @ConfigProperty(name = AML_APPLIES) Optional<Boolean> amlApplies,
            @ConfigProperty(name = "covenant.retention.account-closed", defaultValue = "P1M") String accountClosed) {
        this.amlApplies = amlApplies;
        this.accountClosed = Period.parse(accountClosed);
    }

    void onStart(@Observes @Priority(2) StartupEvent event) {
        check();
    }

    /** @throws IllegalStateException naming the key that is missing or out of bounds (AC-31) */
    void check() {
        amlApplies();
        if (accountClosed.isNegative() || RuleBounds.longerThanAMonth(accountClosed)) {
            throw new IllegalStateException(
                    "covenant.retention.account-closed is at most one calendar month (policy 4.2.2)");
        }
    }

    boolean amlApplies() {
        return amlApplies.orElseThrow(
                () -> new IllegalStateException(
                        AML_APPLIES
                                + " is not set: say whether the anti-money-laundering duty to keep data binds the operator (true or false)"));
    }

    Period accountClosed() {
        return accountClosed;
    }
}
