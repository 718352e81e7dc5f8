package covenant.platform.holder;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.HolderEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderDeadlinesTest {
    private final OrderDeadlines deadlines = new OrderDeadlines(Duration.ofDays(1));
    private final HolderOrder order = Orders.in(OrderStatus.REQUESTED, OrderKind.ERASURE, HolderEntry.Kind.INTERNAL);

    @Test
    void overdueAtTheDeadlineAndNotBefore() {
        assertThat(deadlines.nextCheck(order)).contains(Orders.DUE);
        assertThat(deadlines.step(order, Orders.DUE.minusNanos(1_000))).isEqualTo(OrderDeadlines.Step.NOTHING);
        assertThat(deadlines.step(order, Orders.DUE)).isEqualTo(OrderDeadlines.Step.OVERDUE);
    }

    @ParameterizedTest
    @EnumSource(
            value = OrderStatus.class,
            names = {"CONFIRMED", "EXEMPT_LAW", "EXEMPT_OWN_AUTHORISATION", "CANCELLED"})
    void answeredOrdersHaveNoDeadline(OrderStatus status) {
        HolderOrder closed = Orders.in(status, OrderKind.ERASURE, HolderEntry.Kind.PARTNER);

        assertThat(deadlines.nextCheck(closed)).isEmpty();
        assertThat(deadlines.step(closed, Orders.DUE.plusSeconds(1_000_000))).isEqualTo(OrderDeadlines.Step.NOTHING);
    }

    /** Follows a silent holder from one check to the next. */
    @Test
    @Tag("AC-34")
    void aSilentHolderIsOverdueOnceEscalatedOnceAndRemindedEverLess() {
        List<String> seen = new ArrayList<>();
        HolderOrder state = order;
        for (int i = 0; i < 8; i++) {
            Instant now = deadlines.nextCheck(state).orElseThrow();
            OrderDeadlines.Step step = deadlines.step(state, now);
            seen.add(Duration.between(Orders.DUE, now).toDays() + " " + step);
            state = switch (step) {
                case OVERDUE -> state.overdue(now).reminded(now);
                case ESCALATE -> state.escalated(now);
                case REMIND -> state.reminded(now);
                case NOTHING -> throw new AssertionError("a check without a step would come again at once");
            };
        }

        assertThat(seen)
                .containsExactly(
                        "0 OVERDUE",
                        "1 ESCALATE",
                        "1 REMIND",
                        "3 REMIND",
                        "7 REMIND",
                        "14 REMIND",
                        "21 REMIND",
                        "28 REMIND");
        assertThat(state.status()).isEqualTo(OrderStatus.ESCALATED);
        assertThat(state.attempts()).isEqualTo(8);
    }

    @Test
    void afterALeapOfTheClockEachStepStillComes() {
        Instant leap = Orders.DUE.plus(Duration.ofDays(31));

        assertThat(deadlines.step(order, leap)).isEqualTo(OrderDeadlines.Step.OVERDUE);
        HolderOrder overdue = order.overdue(leap).reminded(leap);
        assertThat(deadlines.nextCheck(overdue)).contains(Orders.DUE.plus(Duration.ofDays(1)));
        assertThat(deadlines.step(overdue, leap)).isEqualTo(OrderDeadlines.Step.ESCALATE);
        assertThat(deadlines.step(overdue.escalated(leap), leap)).isEqualTo(OrderDeadlines.Step.NOTHING);
    }

    @Test
    void anUndeliverableOrderIsStillReportedAsOverdueAndStaysEscalated() {
        HolderOrder escalated = Orders.in(OrderStatus.PENDING, OrderKind.ERASURE, HolderEntry.Kind.PARTNER)
                .escalated(Orders.PLACED.plus(Duration.ofHours(72)));

        assertThat(deadlines.step(escalated, Orders.DUE)).isEqualTo(OrderDeadlines.Step.OVERDUE);
        assertThat(escalated.overdue(Orders.DUE).status()).isEqualTo(OrderStatus.ESCALATED);
        assertThat(deadlines.step(escalated.overdue(Orders.DUE).reminded(Orders.DUE), Orders.DUE.plusSeconds(90_000)))
                .isEqualTo(OrderDeadlines.Step.REMIND);
    }

    @Test
    void circuitsPauseLongerUpToTenMinutes() {
        assertThat(HolderCircuit.pause(5)).isEqualTo(Duration.ofSeconds(30));
        assertThat(HolderCircuit.pause(6)).isEqualTo(Duration.ofMinutes(1));
        assertThat(HolderCircuit.pause(9)).isEqualTo(Duration.ofMinutes(8));
        assertThat(HolderCircuit.pause(1_000)).isEqualTo(Duration.ofMinutes(10));
    }
}
