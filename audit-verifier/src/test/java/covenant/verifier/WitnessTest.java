package covenant.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R-4.1.2-4")
class WitnessTest {

    private static final InstantSource CLOCK = () -> Instant.ofEpochSecond(1_679_315_147);

    @TempDir
    Path folder;

    @TempDir
    Path memory;

    private Witness witness() {
        WitnessStore store = new WitnessStore(memory);
        return new Witness(store, Cosigner.in(store.keyFile(), "w.example.org"), CLOCK);
    }

    private LogFollower follower(TestLog log) {
        return new LogFollower(
                new FolderSource(folder), new WitnessStore(memory), witness(), Optional.of(NoteKey.parse(log.key())));
    }

    private static String note(TestLog log, int size) {
        List<byte[]> all = List.copyOf(log.leaves);
        log.leaves.subList(size, all.size()).clear();
        String note =
                log.checkpoint(Merkle.root(log.leaves.stream().map(Merkle::leaf).toList()));
        log.leaves.addAll(all.subList(size, all.size()));
        return note;
    }

    private static String request(TestLog log, int old, int size) {
        List<byte[]> hashes = log.leaves.stream().map(Merkle::leaf).toList();
        String proof = old == 0 || old == size
                ? ""
                : consistency(hashes, old, 0, size, true).stream()
                        .map(hash -> Base64.getEncoder().encodeToString(hash) + "\n")
                        .collect(Collectors.joining());
        return "old " + old + "\n" + proof + "\n" + note(log, size);
    }

    /** SUBPROOF of RFC 6962 section 2.1.2, word for word. */
    private static List<byte[]> consistency(List<byte[]> hashes, int old, int low, int high, boolean whole) {
        List<byte[]> range = hashes.subList(low, high);
        if (old == high - low) {
            return whole ? List.of() : List.of(Merkle.root(range));
        }
        int split = Integer.highestOneBit(high - low - 1);
        List<byte[]> proof = new ArrayList<>();
        if (old <= split) {
            proof.addAll(consistency(hashes, old, low, low + split, whole));
            proof.add(Merkle.root(hashes.subList(low + split, high)));
        } else {
            proof.addAll(consistency(hashes, old - split, low + split, high, false));
            proof.add(Merkle.root(hashes.subList(low, low + split)));
        }
        return proof;
    }

    @Test
    void aLogThatOnlyGrowsIsCosignedFromAnySizeToAnyOther() {
        TestLog log = new TestLog(80);
        new WitnessStore(memory).trust(NoteKey.parse(log.key()));
        Witness witness = witness();
        int last = 0;
        for (int size : new int[] {0, 0, 1, 2, 3, 3, 7, 8, 9, 31, 32, 33, 64, 65, 80, 80}) {
            assertThat(witness.add(request(log, last, size)).status())
                    .as("from %d to %d", last, size)
                    .isEqualTo(200);
            last = size;
        }
    }

    @Test
    void whatContradictsIsRefusedAsTheProtocolSays() {
        TestLog log = new TestLog(40);
        TestLog other = new TestLog(40);
        new WitnessStore(memory).trust(NoteKey.parse(log.key()));
        Witness witness = witness();
        assertThat(witness.add(request(log, 0, 20)).status()).isEqualTo(200);

        Witness.Answer older = witness.add(request(log, 0, 10));
        String forked = request(log, 20, 30);
        log.leaves.set(3, "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(older).isEqualTo(new Witness.Answer(409, "text/x.tlog.size", "20\n"));
        assertThat(witness.add(request(log, 10, 20)).status())
                .as("a smaller start")
                .isEqualTo(409);
        assertThat(witness.add(request(log, 20, 30)).status()).as("a fork").isEqualTo(422);
        assertThat(witness.add(request(log, 20, 20)).status())
                .as("a fork of the same size")
                .isEqualTo(422);
        assertThat(witness.add("old 21\n\n" + note(log, 20)).status())
                .as("old beyond")
                .isEqualTo(400);
        assertThat(witness.add(request(other, 20, 30)).status())
                .as("another key")
                .isEqualTo(403);
        assertThat(witness.add(forked.replace(TestLog.ORIGIN, "stranger.example.org"))
                        .status())
                .isEqualTo(404);
        assertThat(witness.add(forked.replaceFirst("\n", "\n" + "A".repeat(43) + "=\n"))
                        .status())
                .as("a hash too many")
                .isEqualTo(422);
        assertThat(witness.add(forked).status()).as("refusals leave no trace").isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"''", "old", "old -1", "old 01", "new 1", "'old 1\nnonsense'"})
    void whatIsNoRequestIsRefused(String head) {
        assertThat(witness().add(head + "\n\nx\n1\nx\n").status()).isEqualTo(400);
    }

    @Test
    void aCosignatureSignsTimeAndHead() {
        TestLog log = new TestLog(3);
        new WitnessStore(memory).trust(NoteKey.parse(log.key()));
        String line = witness().add(request(log, 0, 3)).body();
        String[] parts = line.strip().split(" ");
        byte[] blob = Base64.getDecoder().decode(parts[2]);

        assertThat(parts[1]).isEqualTo("w.example.org");
        assertThat(ByteBuffer.wrap(blob, 4, 8).getLong()).isEqualTo(1_679_315_147L);
        assertThat(blob).hasSize(4 + 8 + 64);
        Cosigner key = Cosigner.in(new WitnessStore(memory).keyFile(), "ignored");
        assertThat(key.name()).as("the name stays with the key").isEqualTo("w.example.org");
        assertThat(line)
                .as("Ed25519 is deterministic")
                .isEqualTo(key.line(note(log, 3).split("\n\n")[0] + "\n", 1_679_315_147L));
    }

    @Test
    void followingProvesGrowthFromTheLogsOwnTiles() {
        TestLog log = new TestLog(1);
        for (int more : new int[] {0, 254, 1, 1, 300, 65_000, 0, 1_000}) {
            log.grow(more);
            log.write(folder);
            assertThat(follower(log).visit()).startsWith("cosigned " + log.leaves.size());
        }
    }

    @Test
    void aRollbackAndAForkAreNamedAndNotRemembered() {
        TestLog log = new TestLog(300);
        log.write(folder);
        follower(log).visit();
        log.leaves.subList(299, 300).clear();
        log.write(folder);
        assertThatThrownBy(() -> follower(log).visit())
                .isInstanceOf(BadLogException.class)
                .hasMessageContaining("rolled back: 300 entries were seen, 299 are left");
        log.grow(5);
        log.leaves.set(7, "{}".getBytes(StandardCharsets.UTF_8));
        log.write(folder);
        assertThatThrownBy(() -> follower(log).visit())
                .isInstanceOf(BadLogException.class)
                .hasMessageContaining("forked");
        assertThat(memory.toFile().list((dir, name) -> name.endsWith(".contradiction")))
                .hasSize(1);
        assertThatThrownBy(() -> follower(log).visit()).isInstanceOf(BadLogException.class);
    }

    @Test
    void anotherKeyForAKnownLogIsRefused() {
        TestLog log = new TestLog(3);
        log.write(folder);
        follower(log).visit();
        assertThatThrownBy(() -> follower(new TestLog(3))).isInstanceOf(CannotVerifyException.class);
    }
}
