package covenant.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("R-4.1.1-1")
class LocalKeyFileTest {
    private static final byte[] KEY = "a data key".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CONTEXT = SubjectKeys.context("subject-1");

    @TempDir
    Path directory;

    private LocalKeyFile open() {
        return LocalKeyFile.open(directory.resolve("keys"), "consent-service");
    }

    @Test
    void theFileIsTheOwnersAlone() throws IOException {
        open();

        Path file = directory.resolve("keys/consent-service.kek.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws IOException {
        open();
        Path file = directory.resolve("keys/consent-service.kek.json");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(this::open)
                .isInstanceOf(KeysUnavailableException.class)
                .rootCause()
                .hasMessageContaining("0600");
    }

    @Test
    void aKeyOpensUnderItsContextOnly() {
        LocalKeyFile kek = open();
        WrappedKey wrapped = kek.wrap(KEY, CONTEXT);

        assertThat(kek.unwrap(wrapped, CONTEXT)).isEqualTo(KEY);
        assertThatThrownBy(() -> kek.unwrap(wrapped, SubjectKeys.context("subject-2")))
                .isInstanceOf(CiphertextException.class);
    }

    @Test
    void replicasSeeARotationAndADestructionAtOnce() {
        LocalKeyFile one = open();
        LocalKeyFile other = open();
        WrappedKey old = other.wrap(KEY, CONTEXT);

        int version = one.rotate();

        assertThat(other.currentVersion()).isEqualTo(version).isEqualTo(2);
        assertThat(other.wrap(KEY, CONTEXT).kekVersion()).isEqualTo(2);
        assertThat(other.unwrap(old, CONTEXT)).isEqualTo(KEY);

        one.destroyBefore(version);

        assertThat(other.oldestVersion()).isEqualTo(2);
        assertThatThrownBy(() -> other.unwrap(old, CONTEXT)).isInstanceOf(KeyDestroyedException.class);
    }

    @Test
    void theNewestVersionCannotBeDestroyed() {
        LocalKeyFile kek = open();

        assertThatThrownBy(() -> kek.destroyBefore(2)).isInstanceOf(IllegalArgumentException.class);
        assertThat(kek.unwrap(kek.wrap(KEY, CONTEXT), CONTEXT)).isEqualTo(KEY);
    }

    @Test
    void manyThatStartAtOnceShareOneKey() throws Exception {
        Set<WrappedKey> wrapped = ConcurrentHashMap.newKeySet();
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> starts = IntStream.range(0, 16)
                    .<Callable<Boolean>>mapToObj(i -> () -> wrapped.add(open().wrap(KEY, CONTEXT)))
                    .toList();
            for (Future<Boolean> start : executor.invokeAll(starts)) {
                start.get();
            }
        }

        LocalKeyFile kek = open();
        assertThat(wrapped)
                .allSatisfy(key -> assertThat(kek.unwrap(key, CONTEXT)).isEqualTo(KEY));
    }

    @Test
    void nothingShowsTheKey() throws IOException {
        LocalKeyFile kek = open();
        String content = Files.readString(directory.resolve("keys/consent-service.kek.json"));
        String secret = content.replaceAll(".*\"1\":\"([^\"]+)\".*", "$1");

        assertThat(secret).hasSize(44);
        assertThat(kek.toString() + KekFile.first() + kek.wrap(KEY, CONTEXT))
                .doesNotContain(secret)
                .hasSizeLessThan(400);
    }
}
