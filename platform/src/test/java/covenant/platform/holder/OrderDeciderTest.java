package covenant.platform.holder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import covenant.contracts.HolderEntry;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OrderDeciderTest {
    private static final Instant NOW = Orders.PLACED.plusSeconds(3_600);
    private static final Set<OrderStatus> CLOSED = Set.of(
            OrderStatus.CONFIRMED, OrderStatus.EXEMPT_LAW, OrderStatus.EXEMPT_OWN_AUTHORISATION, OrderStatus.CANCELLED);

    private static HolderAnswer done(OrderKind kind, OrderOutcome outcome, long records) {
        return new HolderAnswer.Done(kind, outcome, records, NOW.minusSeconds(5), true);
    }

    private static HolderOrder recipients(OrderStatus status) {
        return Orders.in(status, OrderKind.ERASURE, HolderEntry.Kind.PARTNER);
    }

    static Stream<Arguments> everyStateAndKind() {
        return Arrays.stream(OrderStatus.values())
                .flatMap(status -> Arrays.stream(OrderKind.values())
                        .filter(kind -> status != OrderStatus.REJECTED || kind != OrderKind.ERASURE)
                        .map(kind -> Arguments.of(status, kind)));
    }

    @ParameterizedTest
    @MethodSource("everyStateAndKind")
    void whatIsOpenIsConfirmedAndWhatIsClosedStands(OrderStatus status, OrderKind kind) {
        HolderOrder order = Orders.in(status, kind, HolderEntry.Kind.PARTNER);

        OrderDecision decision = OrderDecider.answer(order, "core", done(kind, OrderOutcome.NOTHING_HELD, 0), NOW);

        if (CLOSED.contains(status)) {
            boolean same = kind == OrderKind.ERASURE || order.outcome() == OrderOutcome.NOTHING_HELD;
            assertThat(decision)
                    .isEqualTo(new OrderDecision.Unchanged(order, status != OrderStatus.CONFIRMED || !same));
        } else {
            assertThat(decision)
                    .asInstanceOf(type(OrderDecision.Confirmed.class))
                    .satisfies(confirmed -> {
                        assertThat(confirmed.order().status()).isEqualTo(OrderStatus.CONFIRMED);
                        assertThat(confirmed.order().outcome()).isEqualTo(OrderOutcome.NOTHING_HELD);
                        assertThat(confirmed.order().doneAt()).isEqualTo(NOW.minusSeconds(5));
                        assertThat(confirmed.order().answeredAt()).isEqualTo(NOW);
                        assertThat(confirmed.order().late()).isFalse();
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("everyStateAndKind")
    void anotherHolderCannotAnswerInAnyState(OrderStatus status, OrderKind kind) {
        HolderOrder order = Orders.in(status, kind, HolderEntry.Kind.PARTNER);

        assertThat(OrderDecider.answer(order, "other", done(kind, OrderOutcome.NOTHING_HELD, 0), NOW))
                .isEqualTo(new OrderDecision.Refused(OrderDecision.Reason.NOT_ITS_ORDER));
        assertThat(OrderDecider.answer(order, "other", new HolderAnswer.Rejection("LAW", "art. 5"), NOW))
                .isEqualTo(new OrderDecision.Refused(OrderDecision.Reason.NOT_ITS_ORDER));
    }

    @ParameterizedTest
    @CsvSource({
        "ERASURE, ACCESS, DELIVERED, 0",
        "ERASURE, ERASURE, DELIVERED, 0",
        "ERASURE, ERASURE, APPLIED, 0",
        "ERASURE, ERASURE, ERASED, -1",
        "ACCESS, ERASURE, NOTHING_HELD, 0",
        "ACCESS, ACCESS, ERASED, 0",
        "CORRECTION, RESTRICTION, APPLIED, 0",
        "CORRECTION, CORRECTION, DELIVERED, 0",
        "RESTRICTION, RESTRICTION, ANONYMISED, 0"
    })
    void anAnswerThatDoesNotFitIsRefused(OrderKind kind, OrderKind answered, OrderOutcome outcome, long records) {
        HolderOrder order = Orders.in(OrderStatus.REQUESTED, kind, HolderEntry.Kind.INTERNAL);

        assertThat(OrderDecider.answer(order, "core", done(answered, outcome, records), NOW))
                .isEqualTo(new OrderDecision.Refused(OrderDecision.Reason.WRONG_KIND));
    }

    @Test
    void accessIsNotDeliveredWithoutData() {
        HolderOrder order = Orders.in(OrderStatus.REQUESTED, OrderKind.ACCESS, HolderEntry.Kind.INTERNAL);
        HolderAnswer empty = new HolderAnswer.Done(OrderKind.ACCESS, OrderOutcome.DELIVERED, 0, NOW, false);

        assertThat(OrderDecider.answer(order, "core", empty, NOW))
                .isEqualTo(new OrderDecision.Refused(OrderDecision.Reason.NO_DATA));
    }

    @ParameterizedTest
    @CsvSource({"-1, false", "0, true", "1, true"})
    @Tag("AC-39")
    void anAnswerAtTheDeadlineIsLateAndStillCloses(long secondsAfterDue, boolean late) {
        HolderOrder overdue = Orders.in(OrderStatus.OVERDUE, OrderKind.ERASURE, HolderEntry.Kind.PROCESSOR);

        OrderDecision decision = OrderDecider.answer(
                overdue,
                "core",
                done(OrderKind.ERASURE, OrderOutcome.ERASED, 3),
                Orders.DUE.plusSeconds(secondsAfterDue));

        assertThat(decision)
                .asInstanceOf(type(OrderDecision.Confirmed.class))
                .satisfies(confirmed -> assertThat(confirmed.order().late()).isEqualTo(late));
    }

    @Test
    void nothingIsDoneInTheFuture() {
        HolderOrder order = recipients(OrderStatus.REQUESTED);
        HolderAnswer boast =
                new HolderAnswer.Done(OrderKind.ERASURE, OrderOutcome.ERASED, 1, NOW.plusSeconds(999), false);

        assertThat(OrderDecider.answer(order, "core", boast, NOW))
                .asInstanceOf(type(OrderDecision.Confirmed.class))
                .satisfies(confirmed -> assertThat(confirmed.order().doneAt()).isEqualTo(NOW));
    }

    @Test
    @Tag("AC-35")
    void aSecondDifferentAnswerDoesNotChangeTheFirst() {
        HolderOrder first = recipients(OrderStatus.REQUESTED).confirmed(OrderOutcome.ERASED, 7, NOW, NOW);

        for (HolderAnswer same : List.of(
                done(OrderKind.ERASURE, OrderOutcome.ERASED, 7),
                done(OrderKind.ERASURE, OrderOutcome.NOTHING_HELD, 0))) {
            assertThat(OrderDecider.answer(first, "core", same, NOW))
                    .isEqualTo(new OrderDecision.Unchanged(first, false));
        }
        for (HolderAnswer other : List.of(
                done(OrderKind.ERASURE, OrderOutcome.ANONYMISED, 7), done(OrderKind.ERASURE, OrderOutcome.ERASED, 9))) {
            assertThat(OrderDecider.answer(first, "core", other, NOW))
                    .isEqualTo(new OrderDecision.Unchanged(first, true));
        }
        assertThat(OrderDecider.answer(first, "core", new HolderAnswer.Rejection("LAW", "art. 5"), NOW))
                .isEqualTo(new OrderDecision.Unchanged(first, true));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "LAW, 反洗钱法第二十八条, EXEMPT_LAW",
                "LAW, Anti-Money-Laundering Law art. 34, EXEMPT_LAW",
                "EXEMPT_LAW, PIPL 47(2), EXEMPT_LAW",
                "LAW, because the law says so, -",
                "LAW, ' ', -",
                "LAW, -, -",
                "OWN_AUTHORISATION, authorisation 2025-0042, EXEMPT_OWN_AUTHORISATION",
                "EXEMPT_OWN_AUTHORISATION, scan 9, EXEMPT_OWN_AUTHORISATION",
                "OWN_AUTHORISATION, -, -",
                "OWN_AUTHORISATION, '', -",
                "law, art. 5, -",
                "BUSY, art. 5, -"
            })
    @Tag("R-5.2-5")
    @Tag("AC-38")
    void aRecipientIsExemptOnlyOnEvidence(String code, String evidence, OrderStatus exemption) {
        for (OrderStatus status : new OrderStatus[] {
            OrderStatus.PENDING, OrderStatus.REQUESTED, OrderStatus.OVERDUE, OrderStatus.ESCALATED
        }) {
            HolderOrder order = recipients(status);

            OrderDecision decision =
                    OrderDecider.answer(order, "core", new HolderAnswer.Rejection(code, evidence), NOW);

            if (exemption == null) {
                assertThat(decision)
                        .asInstanceOf(type(OrderDecision.Rejected.class))
                        .satisfies(rejected -> {
                            assertThat(rejected.order().status()).isEqualTo(status);
                            assertThat(rejected.order().status().isOpen()).isTrue();
                            assertThat(rejected.order().code()).isEqualTo(code);
                        });
            } else {
                assertThat(decision)
                        .asInstanceOf(type(OrderDecision.Exempted.class))
                        .satisfies(exempted -> {
                            assertThat(exempted.order().status()).isEqualTo(exemption);
                            assertThat(exempted.order().evidence()).isEqualTo(evidence);
                        });
            }
        }
    }

    @Test
    void anInternalSystemHasNoAuthorisationOfItsOwn() {
        HolderOrder order = Orders.in(OrderStatus.REQUESTED, OrderKind.ERASURE, HolderEntry.Kind.INTERNAL);

        assertThat(OrderDecider.answer(order, "core", new HolderAnswer.Rejection("OWN_AUTHORISATION", "no. 4"), NOW))
                .isInstanceOf(OrderDecision.Rejected.class);
    }

    @ParameterizedTest
    @EnumSource(value = OrderKind.class, names = "ERASURE", mode = EnumSource.Mode.EXCLUDE)
    void otherOrdersAreRejectedAndTheHolderMayChangeItsMind(OrderKind kind) {
        HolderOrder order = Orders.in(OrderStatus.REQUESTED, kind, HolderEntry.Kind.PARTNER);

        OrderDecision no =
                OrderDecider.answer(order, "core", new HolderAnswer.Rejection("OWN_AUTHORISATION", "x"), NOW);

        assertThat(no).asInstanceOf(type(OrderDecision.Rejected.class)).satisfies(rejected -> {
            assertThat(rejected.order().status()).isEqualTo(OrderStatus.REJECTED);
            assertThat(OrderDecider.answer(rejected.order(), "core", done(kind, OrderOutcome.NOTHING_HELD, 0), NOW))
                    .isInstanceOf(OrderDecision.Confirmed.class);
        });
    }

    @Test
    void theSameRejectionAgainIsNoNews() {
        HolderOrder rejected = recipients(OrderStatus.REQUESTED).rejected("BUSY", null, NOW);

        assertThat(OrderDecider.answer(rejected, "core", new HolderAnswer.Rejection("BUSY", null), NOW))
                .isEqualTo(new OrderDecision.Unchanged(rejected, false));
    }
}
