package covenant.platform.holder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import covenant.contracts.HolderEntry;
import covenant.contracts.Topic;
import covenant.platform.paging.PageRequest;
import covenant.testing.CovenantServers;
import covenant.testing.DeadLetters;
import covenant.testing.KafkaTap;
import covenant.testing.TapRecord;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class HolderOrdersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    HolderOrders orders;

    @Inject
    HolderRegistry registry;

    private final KafkaTap tap = new KafkaTap();
    private final String subject = "s-" + UUID.randomUUID();
    private final UUID owner = UUID.randomUUID();

    @AfterEach
    void close() {
        tap.close();
    }

    private HolderOrder place(NewOrder order) {
        return QuarkusTransaction.requiringNew().call(() -> orders.place(order));
    }

    private HolderOrder erasure(String holder, Duration due) {
        return place(Orders.erasure(owner, holder, subject, Instant.now().plus(due)));
    }

    private String internal() {
        return HolderFixture.registered(tap, registry, "INTERNAL", "KAFKA", null);
    }

    private String ack(String event, String json, String... headers) {
        return tap.publish(Topic.HOLDER_ACK, subject, event, json, headers);
    }

    private static String confirmation(HolderOrder order, String holder, long records) {
        return "{\"orderId\":\"%s\",\"holderId\":\"%s\",\"outcome\":\"ERASED\",\"records\":%d}"
                .formatted(order.id(), holder, records);
    }

    private HolderOrder awaitStatus(HolderOrder order, OrderStatus status) {
        return await().atMost(PATIENCE)
                .until(() -> orders.find(order.id()).orElseThrow(), now -> now.status() == status);
    }

    private void awaitDeadLetter(String eventId) {
        TapRecord letter = DeadLetters.of(tap, Topic.HOLDER_ACK)
                .await(record -> record.header("ce_id").equals(eventId), PATIENCE);
        assertThat(DeadLetters.reason(letter)).isEqualTo("NOT_APPLICABLE");
    }

    @Test
    void theRegisterIsCopiedAndAnOlderEntryChangesNothing() {
        String id = HolderFixture.registered(tap, registry, "PARTNER", "KAFKA", null);
        HolderFixture.publish(tap, id, HolderFixture.entry(id, "PARTNER", "WEBHOOK", "https://p.example.com/"), 5);
        await().atMost(PATIENCE)
                .until(() -> registry.find(id).orElseThrow().transport() == HolderEntry.Transport.WEBHOOK);

        HolderFixture.publish(tap, id, HolderFixture.entry(id, "PARTNER", "REST", null), 4);
        String after = internal();

        assertThat(registry.find(id)).hasValueSatisfying(holder -> {
            assertThat(holder.transport()).isEqualTo(HolderEntry.Transport.WEBHOOK);
            assertThat(holder.url()).isEqualTo("https://p.example.com/");
            assertThat(holder.backupMaxAge()).hasToString("P30D");
            assertThat(holder.held(List.of("profile.tag", "unknown"))).containsExactly("profile.tag");
        });
        assertThat(registry.internalHoldersOf(List.of("profile.tag")))
                .extracting(Holder::id)
                .contains(after)
                .doesNotContain(id);
        assertThat(registry.internalHoldersOf(List.of("identity.name"))).isEmpty();
        assertThat(registry.all()).extracting(Holder::id).contains(id, after);
    }

    @Test
    @Tag("R-4.2.2-5")
    void anOrderIsARowAndAnEventInOneTransaction() {
        String holder = internal();
        QuarkusTransaction.begin();
        HolderOrder lost = orders.place(Orders.erasure(owner, holder, subject, Orders.DUE));
        QuarkusTransaction.rollback();

        HolderOrder order = erasure(holder, Duration.ofDays(3));

        TapRecord event = tap.awaitEvent(Topic.HOLDER_ORDER, subject, "ErasureOrdered", PATIENCE);
        assertThat(event.value()).contains(order.id().toString(), holder, "browsing.history", owner.toString());
        assertThat(event.header("ce_aggregateid")).isEqualTo(order.id().toString());
        assertThat(event.header("ce_accountid")).isEqualTo("a-1");
        assertThat(tap.records(Topic.HOLDER_ORDER, subject)).hasSize(1);
        assertThat(orders.find(lost.id())).isEmpty();
        assertThat(orders.ofOwner(owner)).singleElement().satisfies(stored -> {
            assertThat(stored).isEqualTo(order);
            assertThat(stored.status()).isEqualTo(OrderStatus.REQUESTED);
            assertThat(stored.task()).isEqualTo(Orders.erasureTask(owner));
        });
    }

    @Test
    void ordersNeedATransaction() {
        assertThatThrownBy(() -> orders.place(Orders.erasure(owner, "h", subject, Orders.DUE)))
                .isInstanceOf(jakarta.transaction.TransactionalException.class);
    }

    @Test
    void everyKindIsOrderedWithItsOwnEvent() {
        String holder = internal();
        QuarkusTransaction.requiringNew()
                .call(() -> orders.placeAll(List.of(
                        NewOrder.access(owner, holder, subject, List.of("profile.tag"), Orders.DUE),
                        NewOrder.correction(owner, holder, subject, List.of("profile.tag"), Orders.DUE),
                        NewOrder.of(
                                Orders.task(OrderKind.RESTRICTION),
                                holder,
                                subject,
                                List.of("profile.tag"),
                                owner,
                                Orders.DUE))));

        for (String event : List.of("AccessOrdered", "CorrectionOrdered", "RestrictionOrdered")) {
            assertThat(tap.awaitEvent(Topic.HOLDER_ORDER, subject, event, PATIENCE)
                            .value())
                    .contains(holder);
        }
        assertThat(orders.ofOwners(List.of(owner, UUID.randomUUID()))).containsOnlyKeys(owner);
        assertThat(orders.ofOwner(owner))
                .extracting(HolderOrder::kind)
                .containsExactlyInAnyOrder(OrderKind.ACCESS, OrderKind.CORRECTION, OrderKind.RESTRICTION);
    }

    @Test
    @Tag("AC-34")
    @Tag("AC-35")
    void aConfirmationClosesOnceHoweverOftenItComes() {
        String holder = internal();
        HolderOrder order = erasure(holder, Duration.ofDays(3));

        ack("ErasureConfirmed", confirmation(order, holder, 12));
        HolderOrder confirmed = awaitStatus(order, OrderStatus.CONFIRMED);
        ack("ErasureConfirmed", confirmation(order, holder, 0));
        ack(
                "OrderRejected",
                "{\"orderId\":\"%s\",\"holderId\":\"%s\",\"code\":\"LAW\",\"evidence\":\"art. 5\"}"
                        .formatted(order.id(), holder));
        HolderOrder other = erasure(holder, Duration.ofDays(3));
        ack("ErasureConfirmed", confirmation(other, holder, 1));
        awaitStatus(other, OrderStatus.CONFIRMED);

        assertThat(orders.find(order.id())).contains(confirmed);
        assertThat(confirmed.records()).isEqualTo(12);
        assertThat(RecordingService.told(order.id())).containsExactly("confirmed CONFIRMED");
        DeadLetters.of(tap, Topic.HOLDER_ACK).assertNone(subject);
    }

    @Test
    @Tag("AC-34")
    void anAnswerOfSomebodyElseIsADeadLetter() {
        String holder = internal();
        String other = internal();
        HolderOrder order = erasure(holder, Duration.ofDays(3));

        awaitDeadLetter(ack("ErasureConfirmed", confirmation(order, "h-unknown", 1)));
        awaitDeadLetter(ack("ErasureConfirmed", confirmation(order, other, 1)));
        awaitDeadLetter(ack("ErasureConfirmed", confirmation(order, holder, 1), "ce_source", "/" + other));
        awaitDeadLetter(ack("CorrectionApplied", "{\"orderId\":\"%s\"}".formatted(order.id())));
        awaitDeadLetter(
                ack("BackupRefreshed", "{\"holderId\":\"h-unknown\",\"refreshedAt\":\"2026-01-01T00:00:00Z\"}"));

        assertThat(orders.find(order.id()).orElseThrow().status()).isEqualTo(OrderStatus.REQUESTED);
        assertThat(RecordingService.told(order.id())).isEmpty();
    }

    @Test
    void anOrderOfTheOtherServiceIsNoneOfOurBusiness() {
        String holder = internal();
        ack(
                "ErasureConfirmed",
                "{\"orderId\":\"%s\",\"outcome\":\"ERASED\",\"records\":1}".formatted(UUID.randomUUID()));
        HolderOrder order = erasure(holder, Duration.ofDays(3));
        ack(
                "ErasureConfirmed",
                "{\"orderId\":\"%s\",\"outcome\":\"NOTHING_HELD\",\"records\":0}".formatted(order.id()));

        assertThat(awaitStatus(order, OrderStatus.CONFIRMED).outcome()).isEqualTo(OrderOutcome.NOTHING_HELD);
        DeadLetters.of(tap, Topic.HOLDER_ACK).assertNone(subject);
    }

    @Test
    @Tag("AC-38")
    void aClaimWithoutProofLeavesTheErasureOpen() {
        String partner = HolderFixture.registered(tap, registry, "PARTNER", "KAFKA", null);
        HolderOrder order = erasure(partner, Duration.ofDays(15));

        ack("OrderRejected", "{\"orderId\":\"%s\",\"code\":\"OWN_AUTHORISATION\"}".formatted(order.id()));
        await().atMost(PATIENCE).until(() -> !RecordingService.told(order.id()).isEmpty());
        assertThat(orders.find(order.id()).orElseThrow().status()).isEqualTo(OrderStatus.REQUESTED);
        ack(
                "OrderRejected",
                "{\"orderId\":\"%s\",\"code\":\"OWN_AUTHORISATION\",\"evidence\":\"2025-17\"}".formatted(order.id()));

        assertThat(awaitStatus(order, OrderStatus.EXEMPT_OWN_AUTHORISATION).evidence())
                .isEqualTo("2025-17");
        assertThat(RecordingService.told(order.id()))
                .containsExactly("rejected REQUESTED", "exempt EXEMPT_OWN_AUTHORISATION");
    }

    @Test
    @Tag("AC-36")
    void backupsAndRestoresAreHandedOn() {
        String holder = internal();
        tap.publish(
                Topic.HOLDER_ACK,
                holder,
                "BackupRefreshed",
                "{\"holderId\":\"%s\",\"refreshedAt\":\"2026-01-01T00:00:00Z\"}".formatted(holder));
        tap.publish(
                Topic.HOLDER_ACK,
                holder,
                "RestoreStarted",
                "{\"holderId\":\"%s\",\"backupTakenAt\":\"2026-01-02T00:00:00Z\"}".formatted(holder));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(RecordingService.TOLD)
                        .contains(
                                holder + " backupRefreshed 2026-01-01T00:00:00Z",
                                holder + " restoreStarted 2026-01-02T00:00:00Z"));
    }

    @Test
    @Tag("AC-39")
    void aSilentHolderIsOverdueEscalatedRemindedAndMayStillConfirm() {
        String holder = internal();
        HolderOrder order = erasure(holder, Duration.ofDays(-2));

        HolderOrder escalated = awaitStatus(order, OrderStatus.ESCALATED);
        assertThat(RecordingService.told(order.id())).containsExactly("overdue OVERDUE", "escalated ESCALATED");
        assertThat(escalated.attempts()).isEqualTo(2);
        await().atMost(PATIENCE)
                .until(() -> tap.records(Topic.HOLDER_ORDER, subject).size() == 2);
        assertThat(tap.records(Topic.HOLDER_ORDER, subject))
                .extracting(TapRecord::value)
                .containsOnly(
                        tap.records(Topic.HOLDER_ORDER, subject).getFirst().value());

        ack("ErasureConfirmed", confirmation(order, holder, 3));

        assertThat(awaitStatus(order, OrderStatus.CONFIRMED).late()).isTrue();
    }

    @Test
    void aFaultOfTheServiceUndoesTheStepAndHoldsUpNobodyElse() {
        String holder = internal();
        HolderOrder failing = erasure(holder, Duration.ofSeconds(2));
        RecordingService.FAILING.add(failing.id());
        HolderOrder other = erasure(holder, Duration.ofSeconds(2));

        awaitStatus(other, OrderStatus.OVERDUE);

        assertThat(orders.find(failing.id()).orElseThrow().status()).isEqualTo(OrderStatus.REQUESTED);
        RecordingService.FAILING.remove(failing.id());
    }

    @Test
    void cancelledOrdersTakeNoAnswer() {
        String holder = internal();
        HolderOrder open = erasure(holder, Duration.ofDays(3));
        HolderOrder done = erasure(holder, Duration.ofDays(3));
        ack("ErasureConfirmed", confirmation(done, holder, 3));
        awaitStatus(done, OrderStatus.CONFIRMED);

        List<HolderOrder> cancelled = QuarkusTransaction.requiringNew().call(() -> orders.cancelOpen(owner));
        ack("ErasureConfirmed", confirmation(open, holder, 3));
        HolderOrder marker = erasure(holder, Duration.ofDays(3));
        ack("ErasureConfirmed", confirmation(marker, holder, 3));
        awaitStatus(marker, OrderStatus.CONFIRMED);

        assertThat(cancelled).extracting(HolderOrder::id).containsExactly(open.id());
        assertThat(orders.find(open.id()).orElseThrow().status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(RecordingService.told(open.id())).isEmpty();
    }

    @Test
    void aHoldersListIsPagedOldestFirst() {
        String holder = internal();
        List<HolderOrder> placed = QuarkusTransaction.requiringNew()
                .call(() -> orders.placeAll(IntStream.range(0, 25)
                        .mapToObj(i -> Orders.erasure(
                                owner, holder, subject, Instant.now().plusSeconds(86_400)))
                        .toList()));

        List<UUID> seen = new ArrayList<>();
        String cursor = null;
        do {
            var page = orders.ofHolder(holder, OrderStatus.REQUESTED, PageRequest.of(10, cursor));
            page.items().forEach(order -> seen.add(order.id()));
            cursor = page.next();
        } while (cursor != null);

        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        placed.stream().map(HolderOrder::id).toList());
        assertThat(orders.ofHolder(holder, OrderStatus.OVERDUE, PageRequest.of(10, null))
                        .items())
                .isEmpty();
    }
}
