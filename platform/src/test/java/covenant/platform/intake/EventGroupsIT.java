package covenant.platform.intake;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.AccountEvent;
import covenant.contracts.Topic;
import covenant.platform.deadletter.DeadLetterReason;
import covenant.testing.CovenantServers;
import covenant.testing.DeadLetters;
import covenant.testing.KafkaTap;
import covenant.testing.TapRecord;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was delivered together is taken together. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class EventGroupsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    EventParser parser;

    @Inject
    EventEffects effects;

    @Inject
    covenant.platform.deadletter.DeadLetters deadLetters;

    @Inject
    Jdbi jdbi;

    @Inject
    MeterRegistry metrics;

    private final String person = "s-" + UUID.randomUUID() + "-";
    private final List<String> applied = new ArrayList<>();
    private final Map<String, Long> transactions = new ConcurrentHashMap<>();
    private long offset;
    private EventIntake intake;

    /** One of its own: how large its groups are depends on what was taken before. */
    @BeforeEach
    void open() {
        intake = new EventIntake(parser, effects, deadLetters, metrics, "platform-test");
    }

    @Test
    @Tag("R-ENV-4")
    void aGroupIsOneTransactionOfDifferentPersonsAndEachKeepsHerOrder() {
        intake.take(
                List.of(opened("b", "1"), opened("c", "2"), opened("a", "3"), opened("b", "4"), opened("a", "5")),
                Order.AS_IT_COMES,
                this::apply);

        assertThat(applied).containsExactly("3", "1", "2", "5", "4");
        assertThat(transactions.get("3")).isEqualTo(transactions.get("1")).isEqualTo(transactions.get("2"));
        assertThat(transactions.get("5")).isEqualTo(transactions.get("4")).isNotEqualTo(transactions.get("3"));
    }

    @Test
    void whatWaitsIsTakenInFewTransactions() {
        intake.take(
                IntStream.range(0, 120)
                        .mapToObj(i -> opened("%03d".formatted(i), Integer.toString(i)))
                        .toList(),
                Order.AS_IT_COMES,
                this::apply);

        assertThat(applied).hasSize(120);
        assertThat(Set.copyOf(transactions.values())).hasSizeBetween(3, 60);
    }

    @Test
    void whatIsNotAboutThePersonOfItsKeyIsTakenAloneAndInItsPlace() {
        ConsumerRecord<String, byte[]> ofNobody = opened("a", "3");
        ofNobody.headers().remove("ce_subject");

        intake.take(
                List.of(opened("c", "1"), opened("b", "2"), ofNobody, opened("b", "4"), opened("a", "5")),
                Order.AS_IT_COMES,
                this::apply);

        assertThat(applied).containsExactly("2", "1", "3", "5", "4");
        assertThat(Set.copyOf(transactions.values())).hasSize(3);
    }

    @Test
    void aPartOfAPersonIsHers() {
        ConsumerRecord<String, byte[]> part =
                record(person + "b/purpose", "{\"accountId\":\"2\"}".getBytes(StandardCharsets.UTF_8));
        part.headers().remove("ce_subject");
        part.headers().add("ce_subject", (person + "b").getBytes(StandardCharsets.UTF_8));

        intake.take(List.of(opened("c", "1"), part), Order.AS_IT_COMES, this::apply);

        assertThat(applied).containsExactly("2", "1");
        assertThat(Set.copyOf(transactions.values())).hasSize(1);
    }

    @Test
    @Tag("R-ENV-5")
    void whatCannotBeAppliedUndoesNothingOfTheOthers() {
        ConsumerRecord<String, byte[]> poison = opened("b", "never");
        ConsumerRecord<String, byte[]> unreadable = record(person + "b", "nothing".getBytes(StandardCharsets.UTF_8));
        try (KafkaTap tap = new KafkaTap()) {
            intake.take(
                    List.of(opened("a", "1"), poison, unreadable, opened("c", "2")), Order.AS_IT_COMES, this::apply);

            assertThat(reasonOf(tap, poison)).isEqualTo("NOT_APPLICABLE");
            assertThat(reasonOf(tap, unreadable)).isEqualTo("UNPARSABLE_VALUE");
        }
        assertThat(stored()).containsExactlyInAnyOrder(person + "a", person + "c");
        assertThat(transactions.get("1")).isNotEqualTo(transactions.get("2"));
    }

    @Test
    void afterGroupsThatWereUndoneTheyGrowAgain() {
        intake.take(List.of(opened("a", "never"), opened("b", "1")), Order.AS_IT_COMES, this::apply);
        transactions.clear();

        intake.take(
                IntStream.range(0, 60)
                        .mapToObj(i -> opened("%02d".formatted(i), "after-" + i))
                        .toList(),
                Order.AS_IT_COMES,
                this::apply);

        assertThat(Set.copyOf(transactions.values())).hasSizeBetween(2, 30);
    }

    @Test
    @Tag("R-ENV-3")
    void oneThatComesTwiceInAGroupHasOneEffect() {
        ConsumerRecord<String, byte[]> twice = opened("a", "1");

        intake.take(List.of(twice, opened("b", "2"), twice), Order.AS_IT_COMES, this::apply);
        intake.take(List.of(opened("c", "3"), twice), Order.AS_IT_COMES, this::apply);

        assertThat(stored()).containsExactlyInAnyOrder(person + "a", person + "b", person + "c");
    }

    @Test
    @Tag("R-ENV-4")
    void whatComesTooEarlyWaitsForItsPredecessorInTheSameGroup() {
        intake.take(
                List.of(version(opened("a", "1"), 1), version(opened("a", "3"), 3), version(opened("a", "2"), 2)),
                Order.BY_VERSION,
                this::apply);

        assertThat(applied).containsExactly("1", "2", "3");
    }

    @Test
    void aKeyIsForgottenAfterWhatWasSaidOfItBefore() {
        List<String> forgotten = new ArrayList<>();
        intake.take(
                List.of(opened("a", "1"), opened("b", "2"), record(person + "a", null), opened("a", "3")),
                Order.AS_IT_COMES,
                this::apply,
                key -> {
                    forgotten.add(key);
                    applied.add("forgotten");
                });

        assertThat(applied).containsExactly("1", "2", "forgotten", "3");
        assertThat(forgotten).containsExactly(person + "a");
    }

    @Test
    void twoConsumersThatLockTheSamePersonsDoNotLockEachOtherOut() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        double undone = undone();
        List<ConsumerRecord<String, byte[]>> forwards = IntStream.range(0, 50)
                .mapToObj(i -> opened("%02d".formatted(i), "f" + i))
                .toList();
        List<ConsumerRecord<String, byte[]>> backwards = IntStream.range(0, 50)
                .mapToObj(i -> opened("%02d".formatted(49 - i), "b" + i))
                .toList();
        try (ExecutorService consumers = Executors.newFixedThreadPool(2)) {
            List<Future<Boolean>> ends = new ArrayList<>();
            for (var records : List.of(forwards, backwards)) {
                ends.add(consumers.submit(() -> {
                    start.await();
                    intake.take(records, Order.AS_IT_COMES, event -> lock(event.subjectId()));
                    return true;
                }));
            }
            start.countDown();
            for (Future<Boolean> end : ends) {
                assertThat(end.get(60, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(undone()).as("groups that a deadlock has undone").isEqualTo(undone);
    }

    private void apply(IncomingEvent event) {
        String account = ((AccountEvent.AccountOpened) event.payload()).accountId();
        jdbi.useHandle(h -> h.createUpdate("insert into applied (account_id, event) values (:a, :e)")
                .bind("a", event.key())
                .bind("e", account)
                .execute());
        if (account.equals("never")) {
            throw new EventRejectedException(DeadLetterReason.NOT_APPLICABLE, "it never can be");
        }
        applied.remove(account);
        applied.add(account);
        transactions.put(
                account,
                jdbi.withHandle(h -> h.createQuery("select pg_current_xact_id()::text::bigint")
                        .mapTo(Long.class)
                        .one()));
    }

    private void lock(String subject) {
        jdbi.useHandle(h -> h.createQuery("select 1 from (select pg_advisory_xact_lock(hashtext(:s)))")
                .bind("s", subject)
                .mapTo(Integer.class)
                .one());
    }

    private double undone() {
        return metrics.counter("covenant.events.groups.undone", "topic", Topic.ACCOUNT.topicName())
                .count();
    }

    /** A row for each application that was not undone. */
    private List<String> stored() {
        return jdbi.withHandle(h -> h.createQuery("select account_id from applied where starts_with(account_id, :p)")
                .bind("p", person)
                .mapTo(String.class)
                .list());
    }

    private static String reasonOf(KafkaTap tap, ConsumerRecord<String, byte[]> record) {
        TapRecord letter = DeadLetters.of(tap, Topic.ACCOUNT)
                .await(l -> EventParser.header(record, "ce_id").equals(l.header("ce_id")), PATIENCE);
        return DeadLetters.reason(letter);
    }

    private ConsumerRecord<String, byte[]> opened(String who, String account) {
        return record(person + who, ("{\"accountId\":\"" + account + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private static ConsumerRecord<String, byte[]> version(ConsumerRecord<String, byte[]> record, int version) {
        record.headers().add("ce_aggregateversion", Integer.toString(version).getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private ConsumerRecord<String, byte[]> record(String key, byte[] value) {
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>(Topic.ACCOUNT.topicName(), 0, offset++, key, value);
        Map<String, String> headers = new HashMap<>(KafkaTap.cloudEvent(key, "AccountOpened"));
        headers.put("ce_id", UUID.randomUUID().toString());
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return record;
    }
}
