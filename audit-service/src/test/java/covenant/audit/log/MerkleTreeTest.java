package covenant.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R-4.1.2-4")
class MerkleTreeTest {

    /** The eight leaves that Certificate Transparency implementations test with. */
    private static final List<byte[]> CT_LEAVES = Stream.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .map(HexFormat.of()::parseHex)
            .toList();

    @ParameterizedTest
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void rootsAreThoseOfTheCertificateTransparencyVectors(int size, String root) {
        TreeEdge edge = edgeOver(CT_LEAVES.subList(0, size));

        assertThat(edge.root().toHex()).isEqualTo(root);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000})
    void theEdgeFindsTheRootOfTheDefinition(int size) {
        List<byte[]> leaves = leaves(size);

        assertThat(edgeOver(leaves).root()).isEqualTo(byDefinition(leaves));
    }

    @Test
    void anEdgeReadBackFromItsTilesGoesOnLikeTheOriginal() {
        List<byte[]> leaves = leaves(66_000);
        for (int at : new int[] {0, 1, 300, 65_535, 65_536, 65_900}) {
            TreeEdge reloaded = TreeEdge.of(at, partials(leaves.subList(0, at)));
            leaves.subList(at, leaves.size())
                    .forEach(leaf -> reloaded.append(TreeHash.ofLeaf(leaf), new ArrayList<>()));

            assertThat(reloaded.root()).isEqualTo(edgeOver(leaves).root());
        }
    }

    @Test
    void fullTilesStandWhereTheSpecificationSaysForSeventyThousandEntries() {
        List<TreeEdge.FullTile> full = new ArrayList<>();
        TreeEdge edge = new TreeEdge();
        leaves(70_000).forEach(leaf -> edge.append(TreeHash.ofLeaf(leaf), full));

        assertThat(full.stream().filter(tile -> tile.tile().level() == 0)).hasSize(273);
        assertThat(full.stream().filter(tile -> tile.tile().level() == 1)).hasSize(1);
        assertThat(TileId.partialsOf(70_000))
                .containsExactly(new TileId(0, 273, 112), new TileId(1, 1, 17), new TileId(2, 0, 1));
    }

    @Test
    void everyInclusionProofOfEveryTreeUpTo130HoldsForItsEntryOnly() {
        List<TreeHash> hashes = leaves(130).stream().map(TreeHash::ofLeaf).toList();
        SubtreeHashes tree = over(hashes);
        for (int size = 1; size <= 130; size++) {
            TreeHash root = tree.root(size);
            for (int index = 0; index < size; index++) {
                List<TreeHash> proof = MerkleProofs.inclusion(index, size, tree);

                assertThat(MerkleProofs.includes(hashes.get(index), index, size, proof, root))
                        .isTrue();
                assertThat(MerkleProofs.includes(hashes.get((index + 1) % 130), index, size, proof, root))
                        .isFalse();
                assertThat(MerkleProofs.includes(hashes.get(index), index + 1, size, proof, root))
                        .isFalse();
                assertThat(MerkleProofs.includes(hashes.get(index), index - 1, size, proof, root))
                        .isFalse();
            }
        }
    }

    @Test
    void everyConsistencyProofOfEveryPairUpTo130HoldsForThatPairOnly() {
        SubtreeHashes tree = over(leaves(130).stream().map(TreeHash::ofLeaf).toList());
        for (int size = 1; size <= 130; size++) {
            for (int old = 1; old <= size; old++) {
                List<TreeHash> proof = MerkleProofs.consistency(old, size, tree);

                assertThat(MerkleProofs.extend(old, tree.root(old), size, tree.root(size), proof))
                        .isTrue();
                if (old > 1) {
                    assertThat(MerkleProofs.extend(old - 1, tree.root(old), size, tree.root(size), proof)
                                    && MerkleProofs.extend(old - 1, tree.root(old - 1), size, tree.root(size), proof))
                            .isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void hostileProofsAreRefused(long seed) {
        Random random = new Random(seed);
        List<TreeHash> hashes = leaves(700).stream().map(TreeHash::ofLeaf).toList();
        SubtreeHashes tree = over(hashes);
        for (int round = 0; round < 200; round++) {
            int size = 2 + random.nextInt(698);
            int index = random.nextInt(size);
            List<TreeHash> proof = MerkleProofs.inclusion(index, size, tree);
            TreeHash root = tree.root(size);
            for (List<TreeHash> hostile : mutations(proof, random)) {
                assertThat(MerkleProofs.includes(hashes.get(index), index, size, hostile, root))
                        .as("seed %d, entry %d of %d", seed, index, size)
                        .isFalse();
            }
            int old = 1 + random.nextInt(size - 1);
            List<TreeHash> consistency = MerkleProofs.consistency(old, size, tree);
            for (List<TreeHash> hostile : mutations(consistency, random)) {
                assertThat(MerkleProofs.extend(old, tree.root(old), size, root, hostile))
                        .as("seed %d, from %d to %d", seed, old, size)
                        .isFalse();
            }
        }
    }

    @Test
    void proofsAboutImpossibleTreesAreRefusedWithoutFault() {
        TreeHash hash = TreeHash.ofLeaf(new byte[0]);

        assertThat(MerkleProofs.includes(hash, 0, 0, List.of(), hash)).isFalse();
        assertThat(MerkleProofs.includes(hash, -1, 1, List.of(), hash)).isFalse();
        assertThat(MerkleProofs.includes(hash, Long.MAX_VALUE - 1, Long.MAX_VALUE, List.of(), hash))
                .isFalse();
        assertThat(MerkleProofs.extend(0, TreeHash.EMPTY_ROOT, 1, hash, List.of()))
                .isFalse();
        assertThat(MerkleProofs.extend(2, hash, 1, hash, List.of())).isFalse();
        assertThat(MerkleProofs.extend(1, hash, 1, hash, List.of(hash))).isFalse();
        assertThat(MerkleProofs.extend(1, hash, 2, hash, List.of())).isFalse();
        assertThat(MerkleProofs.extend(3, hash, 5, hash, List.of())).isFalse();
        assertThatThrownBy(() -> MerkleProofs.inclusion(1, 1, over(List.of(hash))))
                .isInstanceOf(LogFormatException.class);
        assertThatThrownBy(() -> MerkleProofs.consistency(0, 1, over(List.of(hash))))
                .isInstanceOf(LogFormatException.class);
    }

    @Test
    void aLeafIsNeverTakenForANode() {
        TreeHash left = TreeHash.ofLeaf(new byte[] {1});
        TreeHash right = TreeHash.ofLeaf(new byte[] {2});
        byte[] nodeAsLeaf = new byte[64];
        left.copyTo(nodeAsLeaf, 0);
        right.copyTo(nodeAsLeaf, 32);

        assertThat(TreeHash.ofLeaf(nodeAsLeaf)).isNotEqualTo(TreeHash.ofNode(left, right));
    }

    @Test
    void proofsFromTilesAreThoseFromLeaves() {
        List<byte[]> leaves = leaves(66_000);
        List<TreeHash> hashes = leaves.stream().map(TreeHash::ofLeaf).toList();
        SubtreeHashes direct = over(hashes);
        for (int size : new int[] {1, 256, 300, 65_536, 66_000}) {
            TileHashes tiles = new TileHashes(size, tile -> tileFrom(direct, tile));
            for (int index : new int[] {0, size / 3, size - 1}) {
                assertThat(MerkleProofs.inclusion(index, size, tiles))
                        .isEqualTo(MerkleProofs.inclusion(index, size, direct));
            }
            assertThat(tiles.root(size)).isEqualTo(direct.root(size));
            assertThat(MerkleProofs.consistency(1 + size / 2, size, tiles))
                    .isEqualTo(MerkleProofs.consistency(1 + size / 2, size, direct));
        }
    }

    private static List<List<TreeHash>> mutations(List<TreeHash> proof, Random random) {
        List<List<TreeHash>> hostile = new ArrayList<>();
        TreeHash foreign = TreeHash.ofLeaf(Long.toString(random.nextLong()).getBytes(StandardCharsets.UTF_8));
        hostile.add(with(proof, list -> list.add(foreign)));
        hostile.add(with(proof, list -> list.addFirst(foreign)));
        if (!proof.isEmpty()) {
            int at = random.nextInt(proof.size());
            hostile.add(with(proof, list -> list.remove(at)));
            hostile.add(with(proof, list -> list.add(at, list.get(at))));
            hostile.add(with(proof, list -> list.set(at, flipped(list.get(at), random))));
        }
        if (proof.size() > 1) {
            hostile.add(with(proof, List::removeLast));
            hostile.add(with(proof, list -> list.add(list.removeFirst())));
        }
        return hostile;
    }

    private static List<TreeHash> with(List<TreeHash> proof, Consumer<List<TreeHash>> change) {
        List<TreeHash> changed = new ArrayList<>(proof);
        change.accept(changed);
        return changed;
    }

    private static TreeHash flipped(TreeHash hash, Random random) {
        byte[] bytes = hash.toBytes();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return TreeHash.of(bytes);
    }

    private static byte[] tileFrom(SubtreeHashes hashes, TileId tile) {
        byte[] bytes = new byte[tile.width() * TreeHash.BYTES];
        for (int i = 0; i < tile.width(); i++) {
            hashes.hash(tile.level() * TileId.HEIGHT, tile.index() * TileId.FULL + i)
                    .copyTo(bytes, i * TreeHash.BYTES);
        }
        return bytes;
    }

    private static List<List<TreeHash>> partials(List<byte[]> leaves) {
        SubtreeHashes hashes = over(leaves.stream().map(TreeHash::ofLeaf).toList());
        return TileId.partialsOf(leaves.size()).stream()
                .map(tile -> IntStream.range(0, tile.width())
                        .mapToObj(i -> hashes.hash(tile.level() * TileId.HEIGHT, tile.index() * TileId.FULL + i))
                        .toList())
                .toList();
    }

    private static TreeEdge edgeOver(List<byte[]> leaves) {
        TreeEdge edge = new TreeEdge();
        leaves.forEach(leaf -> edge.append(TreeHash.ofLeaf(leaf), new ArrayList<>()));
        return edge;
    }

    private static List<byte[]> leaves(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ("leaf " + i).getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** RFC 6962 section 2.1, word for word. */
    private static TreeHash byDefinition(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return TreeHash.ofLeaf(leaves.getFirst());
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        return TreeHash.ofNode(
                byDefinition(leaves.subList(0, split)), byDefinition(leaves.subList(split, leaves.size())));
    }

    private static SubtreeHashes over(List<TreeHash> leafHashes) {
        return new SubtreeHashes() {
            @Override
            public TreeHash hash(int height, long index) {
                return height == 0
                        ? leafHashes.get((int) index)
                        : TreeHash.ofNode(hash(height - 1, 2 * index), hash(height - 1, 2 * index + 1));
            }
        };
    }
}
