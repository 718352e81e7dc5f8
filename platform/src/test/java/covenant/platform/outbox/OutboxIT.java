package covenant.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import covenant.contracts.AccountEvent;
import covenant.contracts.Topic;
import covenant.platform.problem.ProblemMappers;
import covenant.platform.storage.DatabaseAway;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.TapRecord;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class OutboxIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Outbox outbox;

    @Inject
    OutboxRelay relay;

    @Inject
    Jdbi jdbi;

    private final String subject = "s-" + UUID.randomUUID();

    @Test
    @Tag("R-ENV-2")
    void whatCommitsIsPublishedWithItsEnvelopeAndWhatRollsBackIsNot() {
        QuarkusTransaction.begin();
        outbox.append(draft("lost"));
        QuarkusTransaction.rollback();
        UUID id = QuarkusTransaction.requiringNew().call(() -> outbox.append(draft("kept")));
        try (KafkaTap tap = new KafkaTap()) {
            TapRecord record = tap.awaitEvent(Topic.ACCOUNT, subject, "AccountOpened", PATIENCE);
            assertThat(record.header("ce_id")).isEqualTo(id.toString());
            assertThat(record.header("ce_source")).isEqualTo("/platform-test");
            assertThat(record.header("ce_aggregateversion")).isEqualTo("1");
            assertThat(record.header("ce_dataschema")).isEqualTo("urn:covenant:schema:AccountOpened:1");
            assertThat(record.header("ce_actor")).isEqualTo("SYSTEM:platform-test");
            assertThat(record.value()).isEqualTo("{\"accountId\":\"kept\"}");
            assertThat(tap.records(Topic.ACCOUNT, subject)).hasSize(1);
        }
    }

    /** The connection is cut between the last statement and the commit, as by a network or a dying server. */
    @Test
    @Tag("R-ENV-2")
    void aCommitWhoseConnectionIsGoneIsTheDatabaseBeingAwayAndItsOutcomeIsCalledUnknown() {
        Throwable thrown =
                catchThrowable(() -> QuarkusTransaction.requiringNew().run(() -> {
                    outbox.append(draft("cut"));
                    int backend = jdbi.withHandle(h -> h.createQuery("select pg_backend_pid()")
                            .mapTo(Integer.class)
                            .one());
                    QuarkusTransaction.requiringNew()
                            .run(() -> jdbi.useHandle(h -> {
                                h.createQuery("select pg_terminate_backend(?, 5000)")
                                        .bind(0, backend)
                                        .mapTo(Boolean.class)
                                        .one();
                            }));
                }));

        assertThat(DatabaseAway.in(thrown)).as("%s", thrown).isTrue();
        assertThat(DatabaseAway.orBusyIn(thrown)).isTrue();
        assertThat(DatabaseAway.duringCommitIn(thrown)).isTrue();
        try (Response answer = new ProblemMappers().unexpected((Exception) thrown)) {
            assertThat(answer.getStatus()).isEqualTo(503);
            assertThat(answer.getEntity().toString()).contains("not known").doesNotContain("nothing was stored");
        }
        try (KafkaTap tap = new KafkaTap()) {
            assertThat(tap.records(Topic.ACCOUNT, subject)).isEmpty();
        }
    }

    /** With eight writers, a relay that reads "after the last id" was measured to lose half of the events. */
    @Test
    @Tag("R-ENV-2")
    void eightWritersAndThreeRelaysLoseDoubleAndReorderNothing() throws Exception {
        int writers = 8;
        int each = 100;
        try (ExecutorService threads = Executors.newFixedThreadPool(writers + 2)) {
            List<Future<?>> all = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                int writer = w;
                all.add(threads.submit(() -> IntStream.range(0, each)
                        .forEach(i -> QuarkusTransaction.requiringNew()
                                .run(() -> outbox.append(EventDraft.about(
                                        subject,
                                        subject + (i % 2 == 0 ? "-a" : "-b"),
                                        new AccountEvent.AccountOpened("w" + writer + "-" + i, null)))))));
            }
            for (int r = 0; r < 2; r++) {
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        relay.relayOnce();
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        try (KafkaTap tap = new KafkaTap()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(tap.records(Topic.ACCOUNT, subject)).hasSize(writers * each));
            for (String aggregate : List.of(subject + "-a", subject + "-b")) {
                List<Long> versions = tap.records(Topic.ACCOUNT, subject).stream()
                        .filter(r -> aggregate.equals(r.header("ce_aggregateid")))
                        .map(r -> Long.parseLong(r.header("ce_aggregateversion")))
                        .toList();
                assertThat(versions)
                        .containsExactlyElementsOf(LongStream.rangeClosed(1, writers * each / 2)
                                .boxed()
                                .toList());
            }
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(waiting()).isZero());
    }

    /** Few go as statements of their own, many together, very many in several: the envelopes are the same. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 250, 251, 520})
    @Tag("R-ENV-3")
    void manyAtOnceHaveTheEnvelopesThatTheyWouldHaveOneByOne(int events) {
        outboxOnce(0, 1);
        List<UUID> ids = outboxOnce(1, events);

        try (KafkaTap tap = new KafkaTap()) {
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(tap.records(Topic.ACCOUNT, subject)).hasSize(events + 1));
            List<TapRecord> records = tap.records(Topic.ACCOUNT, subject);
            for (int i = 0; i < events; i++) {
                String id = ids.get(i).toString();
                TapRecord record = records.stream()
                        .filter(r -> id.equals(r.header("ce_id")))
                        .findFirst()
                        .orElseThrow();
                assertThat(record.value()).contains("\"accountId\":\"batch-1-" + i + "\"");
                assertThat(record.header("ce_aggregateid")).isEqualTo(subject + "-" + i % 3);
                // One of the first aggregate came before.
                assertThat(record.header("ce_aggregateversion"))
                        .isEqualTo(Integer.toString(i / 3 + (i % 3 == 0 ? 2 : 1)));
                assertThat(record.header("ce_subject")).isEqualTo(subject);
                assertThat(record.header("ce_type")).isEqualTo("covenant.AccountOpened");
                assertThat(record.header("ce_accountid")).isEqualTo(i % 2 == 0 ? "acc-\"{" + i + "},\\" : "");
                assertThat(record.header("ce_policyversion")).isEqualTo(i % 5 == 0 ? "7" : "");
                assertThat(record.header("ce_time")).isEqualTo("2020-01-01T00:00:%02dZ".formatted(i % 60));
                assertThat(record.header("ce_actor")).isNotBlank();
                assertThat(record.header("ce_correlationid")).isNotBlank();
            }
        }
    }

    private List<UUID> outboxOnce(int batch, int events) {
        List<EventDraft> drafts = IntStream.range(0, events)
                .mapToObj(i -> EventDraft.about(
                                subject,
                                subject + "-" + i % 3,
                                new AccountEvent.AccountOpened("batch-" + batch + "-" + i, null))
                        .account(i % 2 == 0 ? "acc-\"{" + i + "},\\" : null)
                        .policyVersion(i % 5 == 0 ? "7" : null)
                        .occurredAt(Instant.parse("2020-01-01T00:00:%02dZ".formatted(i % 60))))
                .toList();
        return QuarkusTransaction.requiringNew().call(() -> outbox.appendAll(drafts));
    }

    @Test
    void aTombstoneHasNoValue() {
        QuarkusTransaction.requiringNew().run(() -> outbox.tombstone(Topic.CONSENT_STATE, subject + "/P"));
        try (KafkaTap tap = new KafkaTap()) {
            TapRecord record = tap.awaitRecord(Topic.CONSENT_STATE, r -> (subject + "/P").equals(r.key()), PATIENCE);
            assertThat(record.isTombstone()).isTrue();
        }
    }

    private EventDraft draft(String account) {
        return EventDraft.about(subject, subject, new AccountEvent.AccountOpened(account, null));
    }

    private long waiting() {
        return jdbi.withHandle(h -> h.createQuery("select count(*) from outbox where aggregateid = :s")
                .bind("s", subject)
                .mapTo(Long.class)
                .one());
    }
}
