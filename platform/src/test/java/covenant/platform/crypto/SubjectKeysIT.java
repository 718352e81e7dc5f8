package covenant.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("R-4.1.1-1")
class SubjectKeysIT {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-24T00:00:00Z"));
    private static final String FIELD = "person.name";
    private static Jdbi jdbi;

    @TempDir
    Path directory;

    private KeyEncryption kek;
    private SubjectKeys keys;
    private FieldCipher cipher;

    @BeforeAll
    static void database() {
        jdbi = CryptoDatabase.create("platform_keys");
    }

    @BeforeEach
    void open() {
        jdbi.useHandle(handle -> handle.execute("TRUNCATE subject_key, person"));
        kek = LocalKeyFile.open(directory, "test");
        keys = new SubjectKeys(jdbi, kek, CLOCK);
        cipher = new FieldCipher(keys);
    }

    private FieldCipher replica() {
        return new FieldCipher(new SubjectKeys(jdbi, LocalKeyFile.open(directory, "test"), CLOCK));
    }

    @Test
    void whatIsStoredIsCiphertextAndReadsBack() {
        byte[] stored = cipher.encrypt("s1", FIELD, "张三");
        jdbi.useHandle(handle -> handle.execute("INSERT INTO person VALUES (?, ?)", "s1", stored));

        byte[] column = jdbi.withHandle(handle -> handle.createQuery("SELECT name FROM person")
                .mapTo(byte[].class)
                .one());
        assertThat(new String(column, StandardCharsets.UTF_8)).doesNotContain("张", "三");
        assertThat(cipher.decrypt("s1", FIELD, column).text()).contains("张三");
        assertThat(replica().decrypt("s1", FIELD, column))
                .isEqualTo(new Decrypted.Value("张三".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theSameValueTwiceLooksDifferent() {
        assertThat(cipher.encrypt("s1", FIELD, "张三")).isNotEqualTo(cipher.encrypt("s1", FIELD, "张三"));
    }

    @Test
    void aCiphertextDoesNotOpenElsewhere() {
        byte[] stored = cipher.encrypt("s1", FIELD, "张三");
        cipher.encrypt("s2", FIELD, "李四");
        byte[] changed = stored.clone();
        changed[changed.length - 1] ^= 1;

        assertThatThrownBy(() -> cipher.decrypt("s2", FIELD, stored)).isInstanceOf(CiphertextException.class);
        assertThatThrownBy(() -> cipher.decrypt("s1", "person.alias", stored)).isInstanceOf(CiphertextException.class);
        assertThatThrownBy(() -> cipher.decrypt("s1", FIELD, changed)).isInstanceOf(CiphertextException.class);
        assertThatThrownBy(() -> cipher.decrypt("s1", FIELD, new byte[0])).isInstanceOf(CiphertextException.class);
        assertThatThrownBy(() -> cipher.decrypt("s9", FIELD, stored)).isInstanceOf(CiphertextException.class);
    }

    /** Somebody with the database's rights gives one person's wrapped key to another: it does not open. */
    @Test
    void aWrappedKeyIsBoundToItsPerson() {
        cipher.encrypt("s1", FIELD, "张三");
        cipher.encrypt("s2", FIELD, "李四");
        jdbi.useHandle(
                handle -> handle.execute(
                        "UPDATE subject_key SET wrapped_key = (SELECT wrapped_key FROM subject_key WHERE subject_id = 's2') WHERE subject_id = 's1'"));

        assertThatThrownBy(() -> replica().encrypt("s1", FIELD, "x")).isInstanceOf(CiphertextException.class);
    }

    @Test
    void anErasedPersonReadsAsErasedAtOnceOnEveryReplica() {
        FieldCipher replica = replica();
        byte[] stored = cipher.encrypt("s1", FIELD, "张三");
        assertThat(replica.decrypt("s1", FIELD, stored).text()).isPresent();

        assertThat(keys.shred("s1")).isTrue();

        assertThat(cipher.decrypt("s1", FIELD, stored)).isEqualTo(new Decrypted.Erased());
        assertThat(replica.decrypt("s1", FIELD, stored).text()).isEmpty();
        assertThat(keys.isShredded("s1")).isTrue();
        assertThatThrownBy(() -> replica.encrypt("s1", FIELD, "again")).isInstanceOf(SubjectErasedException.class);
        assertThatThrownBy(() -> cipher.encrypt("s1", FIELD, "again")).isInstanceOf(SubjectErasedException.class);
        assertThat(keys.shred("s1")).isFalse();
    }

    @Test
    void keysOfManyPersonsAreMadeAtOnceAndEachIsTheOneOfItsPerson() {
        byte[] before = cipher.encrypt("many-0", FIELD, "old");
        keys.shred("many-1");
        List<FieldCipher.Clear> values = IntStream.range(0, 50)
                .mapToObj(i ->
                        new FieldCipher.Clear("many-" + i % 25, FIELD, ("value " + i).getBytes(StandardCharsets.UTF_8)))
                .toList();

        List<Optional<byte[]>> stored = cipher.encryptAll(values);

        long rows = jdbi.withHandle(
                handle -> handle.createQuery("SELECT count(*) FROM subject_key WHERE subject_id LIKE 'many-%'")
                        .mapTo(Long.class)
                        .one());
        assertThat(rows).isEqualTo(25);
        for (int i = 0; i < values.size(); i++) {
            String person = values.get(i).subjectId();
            assertThat(stored.get(i).isEmpty()).as(person).isEqualTo(person.equals("many-1"));
            if (stored.get(i).isPresent()) {
                assertThat(replica().decrypt(person, FIELD, stored.get(i).get()).text())
                        .contains("value " + i);
            }
        }
        assertThat(replica().decrypt("many-0", FIELD, before).text()).contains("old");
        assertThat(cipher.encrypt("many-3", FIELD, "later")).isNotEmpty();
    }

    @Test
    void aPersonWithoutKeyCanBeErasedToo() {
        assertThat(keys.shred("never-seen")).isFalse();

        assertThatThrownBy(() -> cipher.encrypt("never-seen", FIELD, "x")).isInstanceOf(SubjectErasedException.class);
    }

    @Test
    void aKeyMadeInATransactionThatWasRolledBackIsForgotten() {
        jdbi.useHandle(handle -> {
            handle.begin();
            FieldCipher inside = new FieldCipher(new SubjectKeys(
                    Jdbi.create(() -> new UnclosableConnection(handle.getConnection()).proxy()), kek, CLOCK));
            inside.encrypt("s1", FIELD, "lost");
            handle.rollback();

            byte[] stored = inside.encrypt("s1", FIELD, "kept");

            assertThat(replica().decrypt("s1", FIELD, stored).text()).contains("kept");
        });
    }

    @Test
    @Tag("R-4.1.1-2")
    void whileTheKeysAreAwayNothingIsStoredAndThenItGoesOnWithoutARestart() throws IOException {
        Path file = directory.resolve("test.kek.json");
        Path away = Files.move(file, directory.resolve("away"));

        assertThatThrownBy(() -> cipher.encrypt("s1", FIELD, "张三")).isInstanceOf(KeysUnavailableException.class);
        int rows = jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM subject_key")
                .mapTo(Integer.class)
                .one());
        assertThat(rows).isZero();

        Files.move(away, file);
        assertThat(cipher.decrypt("s1", FIELD, cipher.encrypt("s1", FIELD, "张三"))
                        .text())
                .contains("张三");
    }

    @Test
    void manyWritersOfOnePersonShareOneKey() throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            List<Callable<byte[]>> writers = IntStream.range(0, 24)
                    .<Callable<byte[]>>mapToObj(i -> () -> replica().encrypt("s1", FIELD, "value " + i))
                    .toList();
            List<Future<byte[]>> written = executor.invokeAll(writers);
            for (int i = 0; i < written.size(); i++) {
                assertThat(cipher.decrypt("s1", FIELD, written.get(i).get()).text())
                        .contains("value " + i);
            }
        }
    }

    @Test
    void manyValuesAreReadWithOneQuery() {
        List<FieldCipher.Stored> stored = IntStream.range(0, 50)
                .mapToObj(i -> new FieldCipher.Stored("s" + i, FIELD, cipher.encrypt("s" + i, FIELD, "name " + i)))
                .toList();
        keys.shred("s7");

        List<Decrypted> read = replica().decryptAll(stored);

        assertThat(read).hasSize(50);
        assertThat(read.get(7)).isEqualTo(new Decrypted.Erased());
        assertThat(read.get(49).text()).contains("name 49");
        assertThat(stored.toString() + read).doesNotContain("name 49");
    }

    @Test
    void aStreamOfAnySizeReadsBackUntilThePersonIsErased() throws IOException {
        byte[] content = new byte[3_000_000];
        new Random(7).nextBytes(content);
        byte[] sealed = seal("s1", content);

        try (InputStream in = cipher.decryptingStream("s1", "package", new ByteArrayInputStream(sealed))
                .orElseThrow()) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
        keys.shred("s1");
        assertThat(cipher.decryptingStream("s1", "package", new ByteArrayInputStream(sealed)))
                .isEmpty();
    }

    @Test
    void aStreamThatWasCutChangedOrMovedDoesNotRead() throws IOException {
        byte[] sealed = seal("s1", new byte[200_000]);
        seal("s2", new byte[1]);
        byte[] changed = sealed.clone();
        changed[changed.length / 2] ^= 1;

        // At the border of a segment too: the end is authenticated.
        for (int length :
                new int[] {sealed.length - 1, sealed.length / 2, sealed.length - sealed.length % (64 * 1024)}) {
            assertThatThrownBy(() -> readAll("s1", "package", Arrays.copyOf(sealed, length)))
                    .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> readAll("s1", "package", changed)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> readAll("s2", "package", sealed)).isInstanceOf(CiphertextException.class);
        assertThatThrownBy(() -> readAll("s1", "other", sealed)).isInstanceOf(CiphertextException.class);
    }

    private byte[] seal(String subjectId, byte[] content) throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (OutputStream out = cipher.encryptingStream(subjectId, "package", sealed)) {
            out.write(content);
        }
        return sealed.toByteArray();
    }

    private byte[] readAll(String subjectId, String field, byte[] sealed) throws IOException {
        try (InputStream in = cipher.decryptingStream(subjectId, field, new ByteArrayInputStream(sealed))
                .orElseThrow()) {
            return in.readAllBytes();
        }
    }
}
