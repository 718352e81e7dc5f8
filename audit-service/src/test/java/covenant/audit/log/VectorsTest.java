package covenant.audit.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The published vectors, docs/test-vectors/tlog.json. */
@Tag("R-4.1.2-4")
class VectorsTest {

    private static JsonNode vectors;

    @BeforeAll
    static void read() throws IOException {
        vectors = new ObjectMapper()
                .readTree(Path.of("..", "docs", "test-vectors", "tlog.json").toFile());
    }

    @Test
    void rootsAreThoseOfTheDefinition() {
        TreeEdge edge = new TreeEdge();
        JsonNode roots = vectors.at("/rfc6962/roots");
        assertThat(edge.root().toHex()).isEqualTo(roots.path(0).asText());
        int size = 0;
        for (JsonNode leaf : vectors.at("/rfc6962/leaves")) {
            edge.append(TreeHash.ofLeaf(HexFormat.of().parseHex(leaf.asText())), new ArrayList<>());
            assertThat(edge.root().toHex()).isEqualTo(roots.path(++size).asText());
        }
        assertThat(size).isEqualTo(8);
    }

    @Test
    void proofsAreBuiltAndCheckedAsPublished() {
        List<TreeHash> hashes = new ArrayList<>();
        vectors.at("/rfc6962/leaves")
                .forEach(leaf -> hashes.add(TreeHash.ofLeaf(HexFormat.of().parseHex(leaf.asText()))));
        SubtreeHashes tree = over(hashes);
        for (JsonNode vector : vectors.at("/rfc6962/inclusion")) {
            assertThat(MerkleProofs.inclusion(number(vector, "index"), number(vector, "size"), tree))
                    .isEqualTo(hashes(vector, "proof"));
            assertThat(includes(vector)).as("%s", vector).isTrue();
        }
        for (JsonNode vector : vectors.at("/rfc6962/consistency")) {
            assertThat(MerkleProofs.consistency(number(vector, "oldSize"), number(vector, "size"), tree))
                    .isEqualTo(hashes(vector, "proof"));
            assertThat(extend(vector)).as("%s", vector).isTrue();
        }
        for (JsonNode vector : vectors.at("/runs/proofs")) {
            int first = (int) number(vector, "first");
            int end = (int) number(vector, "end");
            long size = number(vector, "size");
            assertThat(RangeProof.of(first, end, size, tree)).isEqualTo(hashes(vector, "around"));
            assertThat(RangeProof.root(
                            first, end, size, hashes.subList(first, end).iterator(), hashes(vector, "around")))
                    .isEqualTo(hash(vector, "root"));
        }
    }

    @Test
    void hostileProofsAreRefused() {
        assertThat(vectors.at("/hostile/inclusion")).hasSizeGreaterThan(200);
        assertThat(vectors.at("/hostile/inclusion")).noneMatch(VectorsTest::includes);
        assertThat(vectors.at("/hostile/consistency")).hasSizeGreaterThan(200);
        assertThat(vectors.at("/hostile/consistency")).noneMatch(VectorsTest::extend);
    }

    @Test
    void tilesStandWhereTheSpecificationSays() {
        for (JsonNode vector : vectors.path("tilePaths")) {
            TileId tile = new TileId(0, number(vector, "index"), (int) number(vector, "width"));
            assertThat(tile.path()).isEqualTo("0/" + vector.path("path").asText());
            assertThat(TileId.parse(0, vector.path("path").asText())).isEqualTo(tile);
        }
    }

    @Test
    void notesAndCosignaturesVerifyOrNotAsPublished() {
        JsonNode note = vectors.path("signedNote");
        VerifierKey key = VerifierKey.parse(note.path("key").asText());
        assertThat(verifies(note.path("good").asText(), key)).isTrue();
        for (JsonNode bad : note.path("bad")) {
            assertThat(verifies(bad.path("note").asText(), key))
                    .as(bad.path("why").asText())
                    .isFalse();
        }
        JsonNode cosignature = vectors.path("cosignature");
        CosignerKey cosigner = CosignerKey.parse(cosignature.path("key").asText());
        assertThat(cosigner.format()).isEqualTo(cosignature.path("key").asText());
        assertThat(cosigned(cosigner, cosignature)).isTrue();
        for (JsonNode bad : cosignature.path("bad")) {
            assertThat(cosigned(cosigner, bad)).as(bad.path("why").asText()).isFalse();
        }
    }

    private static boolean cosigned(CosignerKey key, JsonNode vector) {
        return key.cosigned(
                vector.path("checkpoint").asText(), vector.path("line").asText());
    }

    private static boolean verifies(String note, VerifierKey key) {
        try {
            return SignedNote.parse(note).verifiedBy(key);
        } catch (LogFormatException e) {
            return false;
        }
    }

    private static boolean includes(JsonNode vector) {
        return MerkleProofs.includes(
                hash(vector, "leafHash"),
                number(vector, "index"),
                number(vector, "size"),
                hashes(vector, "proof"),
                hash(vector, "root"));
    }

    private static boolean extend(JsonNode vector) {
        return MerkleProofs.extend(
                number(vector, "oldSize"),
                hash(vector, "oldRoot"),
                number(vector, "size"),
                hash(vector, "root"),
                hashes(vector, "proof"));
    }

    private static SubtreeHashes over(List<TreeHash> hashes) {
        return new SubtreeHashes() {
            @Override
            public TreeHash hash(int height, long index) {
                return height == 0
                        ? hashes.get((int) index)
                        : TreeHash.ofNode(hash(height - 1, index * 2), hash(height - 1, index * 2 + 1));
            }
        };
    }

    private static long number(JsonNode vector, String field) {
        return vector.path(field).asLong();
    }

    private static TreeHash hash(JsonNode vector, String field) {
        return TreeHash.of(HexFormat.of().parseHex(vector.path(field).asText()));
    }

    private static List<TreeHash> hashes(JsonNode vector, String field) {
        List<TreeHash> hashes = new ArrayList<>();
        vector.path(field).forEach(hash -> hashes.add(TreeHash.of(HexFormat.of().parseHex(hash.asText()))));
        return hashes;
    }
}
