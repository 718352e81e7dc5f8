package covenant.platform.holder;

import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * When silence has consequences: overdue at {@code dueBy}, escalated some time after it, and in between and afterwards the
 * order is sent again, after 1, 2, 4, 7, 7 … days (R-4.2.2-5, R-5.2-6).
 */
@ApplicationScoped
@IfBuildProperty(name = "covenant.orders.enabled", stringValue = "true")
class OrderDeadlines {
    private static final int LONGEST_PAUSE_DAYS = 7;

    private final Duration escalateAfter;

    @Inject
    OrderDeadlines(
            @ConfigProperty(name = "covenant.orders.escalate-after", defaultValue = "P1D") Duration escalateAfter) {
        this.escalateAfter = escalateAfter;
    }

    /** What the passing of time does to an order now. */
    enum Step {
        NOTHING,
        OVERDUE,
        ESCALATE,
        REMIND
    }

    /** Pure: at most one step at a time, the next one follows at the next look. */
    Step step(HolderOrder order, Instant now) {
        if (!order.status().isOpen()) {
            return Step.NOTHING;
        }
        if (order.overdueAt() == null) {
            return now.isBefore(order.dueBy()) ? Step.NOTHING : Step.OVERDUE;
        }
        if (order.escalatedAt() == null && !now.isBefore(escalateAt(order))) {
            return Step.ESCALATE;
        }
        return now.isBefore(remindAt(order)) ? Step.NOTHING : Step.REMIND;
    }

    /** When to look at the order again; empty once it is answered. */
    Optional<Instant> nextCheck(HolderOrder order) {
        if (!order.status().isOpen()) {
            return Optional.empty();
        }
        if (order.overdueAt() == null) {
            return Optional.of(order.dueBy());
        }
        Instant remind = remindAt(order);
        Instant escalate = escalateAt(order);
        return Optional.of(order.escalatedAt() == null && escalate.isBefore(remind) ? escalate : remind);
    }

    private Instant escalateAt(HolderOrder order) {
        return order.dueBy().plus(escalateAfter);
    }

    private static Instant remindAt(HolderOrder order) {
        Instant last = order.remindedAt();
        if (last == null) {
            return order.dueBy();
        }
        int days = order.reminders() > 3 ? LONGEST_PAUSE_DAYS : 1 << (order.reminders() - 1);
        return last.plus(Duration.ofDays(days));
    }
}
