package covenant.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import covenant.audit.AuditLog;
import covenant.audit.entry.Drafts;
import covenant.audit.entry.Drafts.Draft;
import covenant.audit.entry.Fact;
import covenant.audit.entry.Fact.Origin;
import covenant.audit.entry.PersonKeys;
import covenant.audit.entry.Sealer;
import covenant.audit.entry.Sealer.Ready;
import covenant.audit.log.NoteSigner;
import covenant.contracts.Actor;
import covenant.platform.time.CovenantClock;
import covenant.testing.CovenantServers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@Tag("R-4.1.2-4")
class LedgerIT {

    @Inject
    AgroalDataSource dataSource;

    @Inject
    Drafts drafts;

    @Inject
    Sealer sealer;

    @Inject
    PersonKeys keys;

    @Inject
    NoteSigner signer;

    @Inject
    CovenantClock clock;

    @Inject
    SigningGate gate;

    @Inject
    TransactionSynchronizationRegistry transactions;

    @Test
    void sequencersAtOnceLeaveNoGapAndNoDouble() throws Exception {
        String run = "race-" + UUID.randomUUID();
        List<Ledger> sequencers =
                IntStream.range(0, 4).mapToObj(i -> sequencer()).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<List<Outcome>>> batches = new ArrayList<>();
            for (int batch = 0; batch < 40; batch++) {
                int number = batch;
                batches.add(threads.submit(
                        () -> append(sequencers.get(number % 4), facts(run + "-" + number % 30, 7))));
            }
            for (Future<List<Outcome>> batch : batches) {
                batch.get();
            }
        }

        long gaps = AuditLog.read(Long.class, "select max(index) + 1 - count(*) from entry");
        assertThat(AuditLog.read(Long.class, "select count(*) from entry where event_id like ?", run + "%"))
                .as("30 distinct batches, 10 of them twice")
                .isEqualTo(30 * 7);
        assertThat(gaps).isZero();
        assertThat(AuditLog.verify().getBoolean("ok")).isTrue();
    }

    @Test
    void whatWasRolledBackLeavesNoTrace() {
        Ledger sequencer = sequencer();
        List<Fact> lost = facts("lost-" + UUID.randomUUID(), 3);
        QuarkusTransaction.begin();
        List<Outcome> first = sequencer.append(lost);
        QuarkusTransaction.rollback();

        List<Outcome> second = append(sequencer, lost);

        assertThat(second).isEqualTo(first).allMatch(Outcome.Logged.class::isInstance);
        assertThat(AuditLog.verify().getBoolean("ok")).isTrue();
    }

    @Test
    void aCopyThatBreaksOffLeavesNoTraceAndAConnectionThatServes() {
        Ledger sequencer = sequencer();
        List<Draft> drafts = facts("broken-" + UUID.randomUUID(), 300).stream()
                .map(this.drafts::draft)
                .toList();
        List<Ready> ready = QuarkusTransaction.requiringNew().call(() -> sealer.seal(drafts));
        List<Ready> broken = new ArrayList<>(ready);
        // Its leaf cannot be made: the second lot is on its way by then.
        broken.set(
                250,
                new Ready(withoutTime(ready.get(250).draft()), ready.get(250).details()));

        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().call(() -> sequencer.appendSealed(broken)))
                .hasStackTraceContaining("NullPointerException");

        List<Outcome> second = QuarkusTransaction.requiringNew().call(() -> sequencer.appendSealed(ready));
        assertThat(second).hasSize(300).allMatch(Outcome.Logged.class::isInstance);
        assertThat(AuditLog.verify().getBoolean("ok")).isTrue();
    }

    @Test
    void detailsLargerThanWhatIsSentAtOnceAreWritten() {
        String id = "large-" + UUID.randomUUID();
        append(sequencer(), List.of(fact(id, "\"" + "x".repeat(200_000) + "\""), fact(id + "-next", "{}")));

        assertThat(AuditLog.read(Integer.class, "select length(sealed) from entry where event_id = ?", id))
                .isGreaterThan(200_000);
        assertThat(AuditLog.verify().getBoolean("ok")).isTrue();
    }

    @Test
    @Tag("R-4.1.2-5")
    void whoIsErasedBetweenSealingAndWritingIsErased() {
        String person = "s-erased-" + UUID.randomUUID();
        Draft draft = drafts.draft(fact("late-" + person, person, "{\"purpose\":\"P\"}"));
        List<Ready> ready = QuarkusTransaction.requiringNew().call(() -> sealer.seal(List.of(draft)));
        QuarkusTransaction.requiringNew().run(() -> keys.shred(String.valueOf(draft.subject())));

        QuarkusTransaction.requiringNew().call(() -> sequencer().appendSealed(ready));

        assertThat(AuditLog.entriesOn(person))
                .singleElement()
                .satisfies(entry -> assertThat(entry).containsEntry("detailsState", "ERASED"));
        assertThat(AuditLog.verify().getBoolean("ok")).isTrue();
    }

    @Test
    void aBatchKnowsItsOwnDuplicates() {
        String id = "twin-" + UUID.randomUUID();
        Fact fact = fact(id, "{}");

        List<Outcome> outcomes = append(sequencer(), List.of(fact, fact, fact(id, "{\"other\":1}")));

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Logged.class);
        assertThat(outcomes.get(1)).isInstanceOf(Outcome.Duplicate.class);
        assertThat(outcomes.get(2)).isInstanceOf(Outcome.IdReused.class);
    }

    @Test
    void theSameIdOfAnotherSourceIsAnotherEvent() {
        Fact fact = fact("shared-" + UUID.randomUUID(), "{}");
        Fact other = changed(fact, "/elsewhere", fact.occurredAt());

        assertThat(append(sequencer(), List.of(fact, other))).allMatch(Outcome.Logged.class::isInstance);
    }

    @Test
    @Tag("AC-85")
    void aSequencerThatStartsOnADamagedTreeRefusesToSign() {
        append(sequencer(), facts("tail-" + UUID.randomUUID(), 2));
        long last = AuditLog.read(Long.class, "select max(index) from entry where index % 256 <> 255");
        byte[] good = AuditLog.read(byte[].class, "select leaf_hash from entry where index = ?", last);
        AuditLog.intrude("update entry set leaf_hash = decode(repeat('ab', 32), 'hex') where index = ?", last);
        try {
            Ledger fresh = sequencer();
            List<Fact> next = facts("refused-" + UUID.randomUUID(), 1);
            if (AuditLog.read(Long.class, "select max(index) from entry") / 256 == last / 256) {
                assertThatThrownBy(() -> append(fresh, next)).isInstanceOf(LedgerBrokenException.class);
            }
        } finally {
            AuditLog.intrude("update entry set leaf_hash = ? where index = ?", good, last);
        }
        assertThat(append(sequencer(), facts("repaired-" + UUID.randomUUID(), 1)))
                .hasSize(1);
    }

    @Test
    void manyFactsFillTilesOfTwoLevels() {
        Ledger sequencer = sequencer();
        for (int batch = 0; batch < 4; batch++) {
            append(sequencer, facts("many-" + UUID.randomUUID(), 300));
        }

        assertThat(AuditLog.read(Long.class, "select count(*) from tile where level = 0"))
                .isEqualTo(AuditLog.read(Long.class, "select max(size) / 256 from checkpoint"));
        assertThat(AuditLog.verify().getBoolean("ok")).isTrue();
        assertThat(AuditLog.independently().text()).contains("ok: ");
    }

    private Ledger sequencer() {
        return new Ledger(dataSource, drafts, sealer, signer, clock, gate, transactions);
    }

    private static List<Outcome> append(Ledger ledger, List<Fact> facts) {
        return QuarkusTransaction.requiringNew().call(() -> ledger.append(facts));
    }

    private static List<Fact> facts(String run, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> fact(run + "-" + i, "{\"n\":" + i + "}"))
                .toList();
    }

    /** One whose leaf cannot be made. */
    private static Draft withoutTime(Draft draft) {
        return new Draft(
                changed(draft.fact(), draft.fact().source(), null),
                draft.subject(),
                draft.actor(),
                draft.sealed(),
                draft.commitment(),
                draft.payloadMac());
    }

    @SuppressWarnings("NullAway")
    private static Fact changed(Fact fact, String source, @Nullable Instant occurredAt) {
        return new Fact(
                fact.eventId(),
                source,
                fact.type(),
                occurredAt,
                fact.recordedAt(),
                fact.subjectId(),
                null,
                null,
                null,
                "",
                null,
                fact.actor(),
                null,
                null,
                fact.origin(),
                fact.details());
    }

    private static Fact fact(String eventId, String details) {
        return fact(eventId, "s-" + eventId.hashCode() % 5, details);
    }

    private static Fact fact(String eventId, String subject, String details) {
        Instant now = Instant.parse("2026-05-01T00:00:00Z");
        return new Fact(
                eventId,
                "/test",
                "Tested",
                now,
                now,
                subject,
                null,
                null,
                null,
                "",
                null,
                Actor.system("test"),
                null,
                null,
                Origin.REST,
                details);
    }
}
