package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import covenant.contracts.Topic;
import covenant.local.client.Answer;
import covenant.local.client.Events;
import covenant.local.client.Fact;
import covenant.local.client.Role;
import covenant.local.client.Storage;
import covenant.local.fault.FaultFigures;
import covenant.local.fault.FaultRow;
import covenant.local.stack.Service;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} at the two points where work is done and not yet marked as done. Neither needs luck: a lock in the database, or a held wire to
 * Kafka, keeps the process in the gap until it is killed there.
 */
@Tag("R-ENV-2")
@Tag("R-ENV-3")
@Tag("fault")
class KillBetweenIT {

    private static final String CONSENTING = "between-send-and-delete";
    private static final String CLOSING = "between-effect-and-offset";

    private static SharedStack stack;
    private static Storage storage;
    private static Events events;
    private static ConsumerGroups groups;
    private static TopicPartition delivered;
    private static long offset;
    private static long committedWhenKilled;
    private static Duration back;

    /** Both are killed before either is waited for: most of the test's time is their start. */
    @BeforeAll
    static void killBoth() throws SQLException {
        stack = SharedStack.get();
        assumeTrue(stack.ports().all(Service.CONSENT).size() == 1, "of two processes, the other may be in the gap");
        storage = stack.storage();
        events = stack.events();
        groups = new ConsumerGroups(stack.ports().kafka());
        groups.awaitNoLag(Duration.ofSeconds(60));
        long start = System.nanoTime();
        SharedStack.Killed relay = killTheRelayBetweenSendAndDelete();
        SharedStack.Killed consumer = killTheConsumerBetweenEffectAndOffset();
        stack.awaitBack(relay);
        stack.awaitBack(consumer);
        back = Duration.ofNanos(System.nanoTime() - start);
        groups.awaitNoLag(Duration.ofSeconds(60));
    }

    @AfterAll
    static void close() {
        stack.toKafka().release();
        if (groups != null) {
            events.close();
            groups.close();
        }
    }

    /** The wire keeps the relay from sending until its row is locked; then it sends, is answered, and waits for the lock to delete. */
    private static SharedStack.Killed killTheRelayBetweenSendAndDelete() throws SQLException {
        stack.toKafka().hold(Wire.Way.TO_SERVER);
        Answer answer = new Acts(stack.api())
                .act(Load.Kind.CONSENT, CONSENTING, stack.api().as(Role.BACKEND));
        assertThat(answer.isSuccess()).as(answer.described()).isTrue();
        try (Gap gap = Gap.before(
                storage, Service.CONSENT, "select 1 from outbox where ce_subject = '" + CONSENTING + "' for update")) {
            stack.toKafka().release();
            gap.awaitArrival("delete from outbox%");
            assertThat(sent()).as("it is on the topic").isNotEmpty();
            return stack.strike(Service.CONSENT);
        }
    }

    /** The lock keeps the consumer from its effect until the wire keeps offsets from being committed; then the effect happens. */
    private static SharedStack.Killed killTheConsumerBetweenEffectAndOffset() throws SQLException {
        String id = UUID.randomUUID().toString();
        try (Gap gap = Gap.before(
                storage,
                Service.RETENTION,
                "insert into inbox (event_id, topic, payload_hash, outcome, taken_at) values ('" + id
                        + "', 'held', '', 'HELD', now())")) {
            RecordMetadata place = events.publishRaw(
                    Topic.ACCOUNT.topicName(), CLOSING, "{\"accountId\": \"acc-" + CLOSING + "\"}", headers(id));
            delivered = new TopicPartition(place.topic(), place.partition());
            offset = place.offset();
            gap.awaitArrival("insert into inbox%");
            stack.toKafka().hold(Wire.Way.TO_SERVER);
        }
        Eventually.within(Eventually.SOON, () -> cases() == 1);
        SharedStack.Killed killed = stack.strike(Service.RETENTION);
        // What was held is lost with its connections: it must not arrive after all.
        stack.toKafka().cut();
        stack.toKafka().release();
        committedWhenKilled = groups.committed(Service.RETENTION, delivered);
        return killed;
    }

    @Test
    void anEventThatWasSentAndNotDeletedIsSentAgainAndHasOneEffect() {
        List<Fact> sent = sent();
        assertThat(sent).as("sent before the kill, and again").hasSizeGreaterThan(1);
        assertThat(sent.stream().map(fact -> fact.header("ce_id")).distinct())
                .as("the same event")
                .hasSize(1);
        String id = sent.getFirst().header("ce_id");

        Eventually.holds(
                Eventually.SOON,
                () -> assertThat(AuditLog.entriesByEvent(storage)).as("entries").containsEntry(id, 1));
        assertThat(Sql.number(
                        storage, Service.CONSENT, "select count(*) from consent where subject_id = ?", CONSENTING))
                .isEqualTo(1);
        Eventually.holds(
                Eventually.SOON,
                () -> assertThat(Sql.number(
                                storage,
                                Service.DATA_SUBJECT_REQUEST,
                                "select count(*) from consent_fact where subject_id = ?",
                                CONSENTING))
                        .as("what the request service made of it")
                        .isEqualTo(1));
        assertThat(Sql.number(storage, Service.CONSENT, "select count(*) from outbox where ce_subject = ?", CONSENTING))
                .as("left behind")
                .isZero();
        figures("Relay killed when its event was on the topic and not deleted from the outbox: it was sent %d times."
                .formatted(sent.size()));
    }

    @Test
    void aFactWhoseOffsetWasNotCommittedIsDeliveredAgainAndHasOneEffect() {
        assertThat(committedWhenKilled)
                .as("killed before the offset was committed")
                .isLessThanOrEqualTo(offset);
        assertThat(groups.committed(Service.RETENTION, delivered))
                .as("delivered again since")
                .isGreaterThan(offset);

        assertThat(cases()).isEqualTo(1);
        Eventually.holds(
                Eventually.SOON,
                () -> assertThat(events.all(Topic.RETENTION.topicName()).stream()
                                .filter(fact -> fact.type().equals("RetentionScheduled") && CLOSING.equals(fact.key()))
                                .map(fact -> fact.header("ce_id"))
                                .distinct())
                        .hasSize(1));
        figures("Consumer killed when the case was open and the offset not committed.");
    }

    private static void figures(String remark) {
        Figures.fault(new FaultFigures(FaultRow.KILL_BETWEEN, 1, 1, 0, 0, Optional.of(back), remark));
    }

    private static long cases() {
        return Sql.number(
                storage, Service.RETENTION, "select count(*) from retention_case where subject_id = ?", CLOSING);
    }

    private static Map<String, String> headers(String id) {
        return Map.of(
                "content-type", "application/json",
                "ce_specversion", "1.0",
                "ce_id", id,
                "ce_type", "covenant.AccountClosed",
                "ce_source", "/account-system",
                "ce_subject", CLOSING,
                "ce_time", Instant.now().toString());
    }

    private static List<Fact> sent() {
        return events.all(Topic.CONSENT.topicName()).stream()
                .filter(fact -> fact.type().equals("ConsentGranted") && CONSENTING.equals(fact.key()))
                .toList();
    }
}
