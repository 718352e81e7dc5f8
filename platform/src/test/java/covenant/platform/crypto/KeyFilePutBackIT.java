package covenant.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A KEK in a file can be older than the keys that are wrapped under it, as after a restore; one in Vault is Vault's to restore. */
@Tag("R-4.1.1-1")
@Tag("R-4.1.1-2")
class KeyFilePutBackIT {
    private static final String FIELD = "person.name";
    private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final InstantSource clock = now::get;
    private final Jdbi jdbi = CryptoDatabase.create("platform_key_put_back");

    /** Its next version would bear the number of the one that is lost for now, and wrap other keys under it. */
    @Test
    void anOlderKeyThatWasPutBackIsNotRotated() throws Exception {
        KeyRotation rotation = new KeyRotation(jdbi, kek(), clock, Duration.ofDays(1));
        SubjectKeys keys = keys();
        keys.shred(personWithAKey(keys));
        Path file = keyFile();
        byte[] older = Files.readAllBytes(file);
        now.set(START.plus(Duration.ofDays(1)));
        assertThat(rotation.sweep()).isTrue();
        byte[] stored = new FieldCipher(keys()).encrypt("s2", FIELD, "李四");
        byte[] newer = Files.readAllBytes(file);

        PrivateFile.replace(file, older);
        now.set(START.plus(Duration.ofDays(9)));
        assertThat(rotation.sweep()).isFalse();
        assertThat(kek().currentVersion()).isEqualTo(1);

        PrivateFile.replace(file, newer);
        assertThat(new FieldCipher(keys()).decrypt("s2", FIELD, stored).text()).contains("李四");
    }

    private static String personWithAKey(SubjectKeys keys) {
        new FieldCipher(keys).encrypt("s1", FIELD, "张三");
        return "s1";
    }

    private SubjectKeys keys() {
        return new SubjectKeys(jdbi, kek(), clock);
    }

    private KeyEncryption kek() {
        return LocalKeyFile.open(directory, "test");
    }

    private Path keyFile() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.toString().endsWith(".lock"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
