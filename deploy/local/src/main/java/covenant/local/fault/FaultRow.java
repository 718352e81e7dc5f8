package covenant.local.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rows of the reliability table: a fault, what must hold all the same, and the tests that show it. */
public enum FaultRow {
    KILL_SERVICES(
            "kill -9 of each service under load",
            "0 acknowledged writes lost, 0 effects doubled",
            e2e("KillIT"),
            e2e("CampaignKillIT")),
    KILL_BETWEEN(
            "kill between effect and offset commit; relay killed after send, before delete",
            "effects exactly 1",
            e2e("KillBetweenIT")),
    BROKER_AWAY(
            "broker killed and restarted under load; broker away",
            "writes still accepted; 0 lost; lag 0 within 60 s of return",
            e2e("BrokerAwayIT")),
    DATABASE_STOPPED(
            "PostgreSQL stopped immediately and restarted",
            "0 acknowledged lost; healthy within 30 s; no manual step",
            e2e("DatabaseStoppedIT")),
    NETWORK(
            "a connection to broker or database that is late, cut or a black hole",
            "0 acknowledged lost, 0 doubled; goes on by itself",
            e2e("NetworkIT")),
    DISK_FULL(
            "no room for PostgreSQL and Kafka",
            "refused, nothing acknowledged lost; goes on when there is room",
            e2e("FullDiskIT")),
    DELIVERED_AGAIN(
            "each event delivered 3 times, shuffled across keys; whole topics replayed",
            "state unchanged",
            e2e("DeliveredThriceIT"),
            e2e("ReplayedIT"),
            new Proof("platform", "EventIntakeIT#aSecondDeliveryHasNoSecondEffect")),
    POISON(
            "poison messages",
            "all in the dead-letter topic, other keys go on, redriving twice has one effect",
            e2e("DeadLettersIT"),
            new Proof("platform", "EventIntakeIT")),
    TAMPERED_LOG(
            "a byte flipped in any audit row or tile; last row deleted; older backup restored; tree recomputed by a superuser",
            "noticed, the entry named, the log refuses to sign",
            new Proof("audit-service", "TamperingIT"),
            new Proof("audit-service", "FlippedBytesIT"),
            new Proof("audit-service", "WitnessIT")),
    SECOND_PROCESS(
            "a second sequencer, relay or sweep",
            "no double, no gap; the loser waits",
            e2e("ReplicasIT"),
            new Proof("audit-service", "LedgerIT#sequencersAtOnceLeaveNoGapAndNoDouble"),
            new Proof("platform", "OutboxIT#eightWritersAndThreeRelays*"),
            new Proof("retention-service", "SweepIT#sweepsAtTheSameTimeOrderEachCaseOnce"),
            new Proof("retention-service", "RebalanceIT"),
            new Proof("data-subject-request-service", "SweepsAtOnceIT")),
    CLOCK(
            "clock +1 year, -1 day",
            "no early erasure; alarm",
            new Proof("retention-service", "SweepGuardTest"),
            new Proof("retention-service", "SweepIT#*Clock*"),
            new Proof("platform", "KeyRotationIT#aClockSetBackDoesNotPutTheRotationOff")),
    HOLD_DURING_CLAIMS(
            "legal hold placed while erasures are claimed",
            "no held data erased",
            new Proof("retention-service", "SweepIT#*old*"),
            new Proof("retention-service", "RecordRoundsTest#noRoundTakesWhatAHoldKeeps")),
    ERASED(
            "erased, then searched: database files, WAL, topics, logs and a dump taken before",
            "none readable",
            e2e("ErasedIT"),
            e2e("StorylineIT"),
            new Proof("platform", "KeyRotationIT")),
    HOSTILE_INPUT(
            "malformed, oversize, deeply nested, unknown fields, wrong types, bad UTF-8, ids that are SQL or paths",
            "4xx problem+json, never 5xx, nothing stored",
            e2e("BadInputIT"),
            e2e("FuzzIT")),
    TOKENS(
            "no, expired, foreign or unsigned token; wrong role; another holder's task",
            "401 or 403 on every route",
            e2e("BadInputIT"),
            new Proof("platform", "RestIT#*oken*"),
            new Proof("platform", "OrderResourceIT#anotherHoldersOrderIsForbiddenAndAnUnknownOneNotFound")),
    VAULT_AWAY(
            "Vault away",
            "no plaintext fallback; resumes by itself",
            new Proof("platform", "VaultAwayIT"),
            new Proof("platform", "SubjectKeysIT#whileTheKeysAreAway*"));

    private final String fault;
    private final String promise;
    private final List<Proof> proofs;

    FaultRow(String fault, String promise, Proof... proofs) {
        this.fault = fault;
        this.promise = promise;
        this.proofs = List.of(proofs);
    }

    /**
     * A test that shows a row.
     *
     * @param module Maven module
     * @param test as Surefire selects it: a class, or {@code Class#method}, where {@code *} stands for anything
     */
    public record Proof(String module, String test) {

        /** The class alone. */
        public String testClass() {
            return test.replaceFirst("#.*", "");
        }

        /** Whether the test case belongs to it. */
        boolean includes(String simpleClass, String method) {
            if (!simpleClass.equals(testClass())) {
                return false;
            }
            if (!test.contains("#")) {
                return true;
            }
            String wanted = test.replaceFirst(".*#", "").replace("*", ".*");
            return method.replaceFirst("[({\\[].*", "").matches(wanted);
        }
    }

    /** As it is written on the command line: {@code kill-services}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<FaultRow> byLabel(String label) {
        return Arrays.stream(values()).filter(row -> row.label().equals(label)).findFirst();
    }

    public String fault() {
        return fault;
    }

    public String promise() {
        return promise;
    }

    public List<Proof> proofs() {
        return proofs;
    }

    private static Proof e2e(String test) {
        return new Proof("end-to-end-tests", test);
    }
}
