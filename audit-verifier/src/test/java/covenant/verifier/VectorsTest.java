package covenant.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The published vectors, docs/test-vectors/tlog.json: the same that the log is held against, by code that shares nothing with it. */
@Tag("R-4.1.2-4")
class VectorsTest {

    private static JsonNode vectors;

    @BeforeAll
    static void read() throws IOException {
        vectors = new ObjectMapper()
                .readTree(Path.of("..", "docs", "test-vectors", "tlog.json").toFile());
    }

    @Test
    void goodProofsHoldAndHostileOnesDoNot() {
        assertThat(vectors.at("/rfc6962/inclusion")).hasSize(36).allMatch(VectorsTest::includes);
        assertThat(vectors.at("/rfc6962/consistency")).hasSize(36).allMatch(VectorsTest::extend);
        assertThat(vectors.at("/hostile/inclusion")).hasSizeGreaterThan(200).noneMatch(VectorsTest::includes);
        assertThat(vectors.at("/hostile/consistency")).hasSizeGreaterThan(200).noneMatch(VectorsTest::extend);
    }

    @Test
    void runsOfEntriesLeadToTheRootAndNoOthersDo() {
        List<byte[]> leaves = new ArrayList<>();
        vectors.at("/rfc6962/leaves")
                .forEach(leaf -> leaves.add(Merkle.leaf(HexFormat.of().parseHex(leaf.asText()))));
        for (JsonNode vector : vectors.at("/runs/proofs")) {
            int first = vector.path("first").asInt();
            int end = vector.path("end").asInt();
            long size = vector.path("size").asLong();
            List<byte[]> around = hashes(vector, "around");
            assertThat(Merkle.rootOfRun(first, end, size, leaves.subList(first, end), around))
                    .isEqualTo(hash(vector, "root"));
            if (end > first) {
                assertThat(Merkle.rootOfRun(first, end, size, leaves.subList(first + 1, end), around))
                        .isNotEqualTo(hash(vector, "root"));
                assertThat(Merkle.rootOfRun(first, end - 1, size, leaves.subList(first, end - 1), around))
                        .isNotEqualTo(hash(vector, "root"));
            }
        }
    }

    @Test
    void notesAndPathsAreReadAsPublished() {
        JsonNode note = vectors.path("signedNote");
        NoteKey key = NoteKey.parse(note.path("key").asText());
        assertThat(opens(note.path("good").asText(), key)).isTrue();
        for (JsonNode bad : note.path("bad")) {
            assertThat(opens(bad.path("note").asText(), key))
                    .as(bad.path("why").asText())
                    .isFalse();
        }
        for (JsonNode path : vectors.path("tilePaths")) {
            assertThat(Tiles.hashes(
                            0, path.path("index").asLong(), path.path("width").asInt()))
                    .isEqualTo("tile/0/" + path.path("path").asText());
        }
    }

    private static boolean opens(String note, NoteKey key) {
        try {
            Note.open("note", note.getBytes(StandardCharsets.UTF_8), key);
            return true;
        } catch (BadLogException e) {
            return false;
        }
    }

    private static boolean includes(JsonNode vector) {
        return Merkle.includes(
                hash(vector, "leafHash"),
                vector.path("index").asLong(),
                vector.path("size").asLong(),
                hashes(vector, "proof"),
                hash(vector, "root"));
    }

    private static boolean extend(JsonNode vector) {
        return Merkle.extend(
                vector.path("oldSize").asLong(),
                hash(vector, "oldRoot"),
                vector.path("size").asLong(),
                hash(vector, "root"),
                hashes(vector, "proof"));
    }

    private static byte[] hash(JsonNode vector, String field) {
        return HexFormat.of().parseHex(vector.path(field).asText());
    }

    private static List<byte[]> hashes(JsonNode vector, String field) {
        List<byte[]> hashes = new ArrayList<>();
        vector.path(field).forEach(hash -> hashes.add(HexFormat.of().parseHex(hash.asText())));
        return hashes;
    }
}
