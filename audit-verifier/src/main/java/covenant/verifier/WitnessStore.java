package covenant.verifier;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the witness remembers, in a directory of its own: the keys of the logs that it follows, and the last head of each. */
final class WitnessStore {

    private static final int NAME_BYTES = 8;

    private final Path directory;

    WitnessStore(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new CannotVerifyException("cannot create " + directory, e);
        }
    }

    Path keyFile() {
        return directory.resolve("witness.key");
    }

    /** The trusted keys by origin. */
    Map<String, NoteKey> keys() {
        Map<String, NoteKey> keys = new TreeMap<>();
        try {
            if (Files.exists(trusted())) {
                for (String line : Files.readAllLines(trusted())) {
                    NoteKey key = NoteKey.parse(line);
                    keys.put(key.name(), key);
                }
            }
            return keys;
        } catch (IOException e) {
            throw new CannotVerifyException("cannot read " + trusted(), e);
        }
    }

    /** Trusts a log's key from now on; a second one for the same log is refused. */
    void trust(NoteKey key) {
        NoteKey known = keys().get(key.name());
        if (known != null && !known.text().equals(key.text())) {
            throw new CannotVerifyException("this witness knows " + key.name() + " under another key: " + known.text());
        }
        if (known == null) {
            append(key.text() + "\n");
        }
    }

    private void append(String line) {
        try {
            Files.writeString(
                    trusted(), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
        } catch (IOException e) {
            throw new CannotVerifyException("cannot write " + trusted(), e);
        }
    }

    private Path trusted() {
        return directory.resolve("logs.keys");
    }

    Optional<Remembered> last(NoteKey key) {
        return Remembered.load(file(key, ".state"));
    }

    /** Durable when it returns. */
    void remember(NoteKey key, Head head) {
        Path file = file(key, ".state");
        new Remembered(key, head).save(file);
        for (Path written : new Path[] {file, directory}) {
            try (FileChannel channel = FileChannel.open(written, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (IOException e) {
                throw new CannotVerifyException("cannot make " + written + " durable", e);
            }
        }
    }

    /** A head that contradicts what was seen is kept: it is signed, so it is proof. */
    void keepContradiction(NoteKey key, String note, long seconds) {
        try {
            Files.writeString(file(key, "." + seconds + ".contradiction"), note);
        } catch (IOException e) {
            throw new CannotVerifyException("cannot write to " + directory, e);
        }
    }

    private Path file(NoteKey key, String suffix) {
        byte[] hash = Merkle.sha256().digest(key.name().getBytes(StandardCharsets.UTF_8));
        return directory.resolve(HexFormat.of().formatHex(Arrays.copyOf(hash, NAME_BYTES)) + suffix);
    }
}
