package covenant.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("R-4.1.1-1")
@Tag("R-4.1.1-2")
class KeyRotationIT {
    private static final String FIELD = "person.name";
    private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
    private static Jdbi jdbi;

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final InstantSource clock = now::get;
    private KeyEncryption kek;
    private SubjectKeys keys;
    private FieldCipher cipher;
    private KeyRotation rotation;

    @BeforeAll
    static void database() {
        jdbi = CryptoDatabase.create("platform_rotation");
    }

    @BeforeEach
    void open() throws Exception {
        jdbi.useHandle(handle -> handle.execute("TRUNCATE subject_key, person"));
        kek = kek();
        keys = new SubjectKeys(jdbi, kek, clock);
        cipher = new FieldCipher(keys);
        rotation = rotation();
    }

    /** Another replica's view of the same KEK. */
    KeyEncryption kek() {
        return LocalKeyFile.open(directory, "test");
    }

    private KeyRotation rotation() {
        return new KeyRotation(jdbi, kek(), clock, Duration.ofDays(1));
    }

    /** The promise of the whole construction: dump, erase, rotate; today's key file does not open the dump. */
    @Test
    @Tag("AC-37")
    void aCopyTakenBeforeTheErasureIsUnreadableAfterTheRotation() {
        byte[] ciphertext = cipher.encrypt("s1", FIELD, "张三");
        byte[] other = cipher.encrypt("s2", FIELD, "李四");
        WrappedKey copied = wrappedKey("s1");
        WrappedKey copiedOther = wrappedKey("s2");

        keys.shred("s1");
        assertThat(kek.unwrap(copied, SubjectKeys.context("s1")))
                .as("before the rotation the copy still opens")
                .isNotEmpty();
        now.set(START.plus(Duration.ofDays(1)));
        assertThat(rotation.sweep()).isTrue();

        assertThatThrownBy(() -> kek.unwrap(copied, SubjectKeys.context("s1")))
                .isInstanceOf(KeyDestroyedException.class);
        assertThatThrownBy(() -> kek.unwrap(copiedOther, SubjectKeys.context("s2")))
                .isInstanceOf(KeyDestroyedException.class);
        assertThat(cipher.decrypt("s1", FIELD, ciphertext)).isEqualTo(new Decrypted.Erased());
        assertThat(cipher.decrypt("s2", FIELD, other).text()).contains("李四");

        // The dump is restored over the live table: the ciphertext stays closed.
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE subject_key SET wrapped_key = ?, kek_version = ?, shredded_at = NULL WHERE subject_id = 's1'",
                copied.bytes(),
                copied.kekVersion()));
        assertThatThrownBy(() -> cipher.decrypt("s1", FIELD, ciphertext)).isInstanceOf(KeyDestroyedException.class);
    }

    @Test
    void nothingRotatesBeforeItsTimeOrWithoutAShredding() {
        cipher.encrypt("s1", FIELD, "张三");
        now.set(START.plus(Duration.ofDays(400)));
        assertThat(rotation.sweep()).isFalse();

        keys.shred("s1");
        now.set(now.get().plus(Duration.ofDays(1)).minusNanos(1_000));
        assertThat(rotation.sweep()).isFalse();

        now.set(now.get().plusNanos(1_000));
        assertThat(rotation.sweep()).isTrue();
        assertThat(kek.currentVersion()).isEqualTo(2);

        now.set(now.get().plus(Duration.ofDays(30)));
        assertThat(rotation.sweep()).as("once is enough").isFalse();
    }

    @Test
    void aPersonWhoNeverHadAKeyCausesNoRotation() {
        keys.shred("never-seen");
        now.set(START.plus(Duration.ofDays(30)));

        assertThat(rotation.sweep()).isFalse();
    }

    @Test
    void aClockSetBackDoesNotPutTheRotationOff() {
        cipher.encrypt("s1", FIELD, "张三");
        keys.shred("s1");
        now.set(START.minus(Duration.ofDays(365)));

        assertThat(rotation.sweep()).isTrue();
    }

    @Test
    void anInterruptedRotationIsFinished() {
        byte[] stored = cipher.encrypt("s1", FIELD, "张三");
        kek.rotate();
        assertThat(kek.oldestVersion()).isEqualTo(1);

        assertThat(rotation.sweep()).isTrue();

        assertThat(kek.oldestVersion()).isEqualTo(2);
        assertThat(kek.currentVersion()).as("finished, not begun again").isEqualTo(2);
        assertThat(cipher.decrypt("s1", FIELD, stored).text()).contains("张三");
    }

    /** A key was wrapped under the old version by a transaction that is still open: the old version must wait for it. */
    @Test
    void aKeyInAnOpenTransactionIsNotLost() {
        try (Handle handle = jdbi.open()) {
            handle.begin();
            FieldCipher inside = new FieldCipher(new SubjectKeys(
                    Jdbi.create(() -> new UnclosableConnection(handle.getConnection()).proxy()), kek, clock));
            byte[] stored = inside.encrypt("s1", FIELD, "张三");

            assertThat(rotation.rotateNow()).as("gives way").isFalse();
            assertThat(kek.oldestVersion()).isEqualTo(1);
            handle.commit();

            assertThat(rotation.sweep()).as("and finishes later").isTrue();
            assertThat(cipher.decrypt("s1", FIELD, stored).text()).contains("张三");
            assertThat(wrappedKey("s1").kekVersion()).isEqualTo(2);
        }
    }

    @Test
    void aKeyShreddedDuringTheRotationStaysShredded() {
        byte[] stored = cipher.encrypt("s1", FIELD, "张三");
        KeyEncryption shreddingMeanwhile = new ForwardingKek(kek()) {
            @Override
            public byte[] unwrap(WrappedKey wrapped, byte[] context) {
                keys.shred("s1");
                return super.unwrap(wrapped, context);
            }
        };

        assertThat(new KeyRotation(jdbi, shreddingMeanwhile, clock, Duration.ofDays(1)).rotateNow())
                .isTrue();

        assertThat(keys.isShredded("s1")).isTrue();
        assertThat(cipher.decrypt("s1", FIELD, stored)).isEqualTo(new Decrypted.Erased());
    }

    /** A reader has read the old form, then the whole rotation overtakes it. */
    @Test
    void aReaderThatARotationOvertookReadsAgain() {
        byte[] stored = cipher.encrypt("s1", FIELD, "张三");
        AtomicBoolean overtaken = new AtomicBoolean();
        KeyEncryption slow = new ForwardingKek(kek()) {
            @Override
            public byte[] unwrap(WrappedKey wrapped, byte[] context) {
                if (overtaken.compareAndSet(false, true)) {
                    assertThat(rotation.rotateNow()).isTrue();
                }
                return super.unwrap(wrapped, context);
            }
        };

        FieldCipher reader = new FieldCipher(new SubjectKeys(jdbi, slow, clock));

        assertThat(reader.decrypt("s1", FIELD, stored).text()).contains("张三");
        assertThat(overtaken).isTrue();
    }

    /** Writers, readers and two replicas that rotate, all at once, and batches smaller than the number of keys. */
    @Test
    void nothingIsLostWhileRotatingUnderLoad() throws Exception {
        Map<String, byte[]> written = new ConcurrentHashMap<>();
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService executor = Executors.newFixedThreadPool(5)) {
            List<Callable<Integer>> writers = IntStream.range(0, 3)
                    .<Callable<Integer>>mapToObj(writer -> () -> write(writer, written, stop))
                    .toList();
            List<Future<Integer>> writing =
                    writers.stream().map(executor::submit).toList();
            Callable<Integer> rotator = () -> {
                KeyRotation mine = rotation();
                int rotated = 0;
                for (int i = 0; i < 15; i++) {
                    rotated += mine.rotateNow() ? 1 : 0;
                }
                return rotated;
            };
            List<Future<Integer>> rotating = List.of(executor.submit(rotator), executor.submit(rotator));
            int rotations = rotating.get(0).get() + rotating.get(1).get();
            stop.set(true);
            int total = 0;
            for (Future<Integer> writer : writing) {
                total += writer.get();
            }
            System.out.printf("%d rotations beside %d new keys%n", rotations, total);
            assertThat(rotations).isPositive();
        }

        rotation.rotateNow();
        FieldCipher fresh = new FieldCipher(new SubjectKeys(jdbi, kek(), clock));
        assertThat(kek.oldestVersion()).isEqualTo(kek.currentVersion());
        Map<String, String> read = new HashMap<>();
        written.forEach((subject, stored) ->
                read.put(subject, fresh.decrypt(subject, FIELD, stored).text().orElseThrow()));
        assertThat(read)
                .hasSizeGreaterThan(50)
                .allSatisfy((subject, value) -> assertThat(value).isEqualTo("of " + subject));
    }

    private int write(int writer, Map<String, byte[]> written, AtomicBoolean stop) {
        FieldCipher mine = new FieldCipher(new SubjectKeys(jdbi, kek(), clock));
        int count = 0;
        for (; !stop.get() || count < 30; count++) {
            String subject = "w" + writer + "-" + count;
            written.put(subject, mine.encrypt(subject, FIELD, "of " + subject));
            assertThat(mine.decrypt(subject, FIELD, written.get(subject)).text())
                    .isPresent();
        }
        return count;
    }

    private WrappedKey wrappedKey(String subjectId) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT wrapped_key, kek_version FROM subject_key WHERE subject_id = :id")
                        .bind("id", subjectId)
                        .map((row, context) -> new WrappedKey(row.getBytes(1), row.getInt(2)))
                        .one());
    }
}
