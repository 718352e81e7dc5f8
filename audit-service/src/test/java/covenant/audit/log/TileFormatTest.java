package covenant.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R-4.1.2-4")
class TileFormatTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 256, 0/000",
        "1, 5, 17, 1/005.p/17",
        "0, 1234067, 256, 0/x001/x234/067",
        "0, 1000, 1, 0/x001/000.p/1",
        "63, 999, 255, 63/999.p/255"
    })
    void tilePathsAreThoseOfTheSpecification(int level, long index, int width, String path) {
        TileId tile = new TileId(level, index, width);

        assertThat(tile.path()).isEqualTo(path);
        assertThat(TileId.parse(level, path.substring(path.indexOf('/') + 1))).isEqualTo(tile);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "00",
                "0000",
                "x000/000",
                "x01/000",
                "001/000",
                "x001",
                "000.p/0",
                "000.p/256",
                "000.p/01",
                "000.p/",
                "000.p/1/",
                "-01",
                "x001/x234/067.p/999",
                "../000",
                "000/",
                "0a0",
                "x001/234/x067",
                "000.p/1.p/1",
                "x999/x999/x999/x999/x999/x999/999"
            })
    void otherSpellingsAreRefused(String path) {
        assertThatThrownBy(() -> TileId.parse(0, path)).isInstanceOf(LogFormatException.class);
    }

    @Test
    void aTileIsWithinATreeThatHasAllItsHashes() {
        assertThat(new TileId(0, 1, 44).within(300)).isTrue();
        assertThat(new TileId(0, 1, 45).within(300)).isFalse();
        assertThat(new TileId(0, 0, 256).within(255)).isFalse();
        assertThat(new TileId(1, 0, 1).within(300)).isTrue();
        assertThat(new TileId(1, 0, 2).within(300)).isFalse();
        assertThat(new TileId(2, 0, 1).within(300)).isFalse();
        assertThat(new TileId(8, 0, 1).within(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void bundlesHoldLeavesBehindTheirLengths() {
        byte[] longest = new byte[EntryBundle.MAX_LEAF];
        byte[] bundle = EntryBundle.encode(List.of(new byte[] {7}, new byte[0], longest));

        assertThat(bundle).startsWith(0, 1, 7, 0, 0, 0xFF, 0xFF).hasSize(3 + 2 + 2 + EntryBundle.MAX_LEAF);
        assertThat(EntryBundle.decode(bundle, 3))
                .usingRecursiveComparison()
                .isEqualTo(List.of(new byte[] {7}, new byte[0], longest));
    }

    @Test
    void aLeafThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> EntryBundle.encode(List.of(new byte[EntryBundle.MAX_LEAF + 1])))
                .isInstanceOf(LogFormatException.class);
    }

    @ParameterizedTest
    @CsvSource({"00, 1", "0001, 1", "000107, 2", "000107000108, 1", "0002aa, 1"})
    void brokenBundlesAreRefused(String hex, int width) {
        byte[] bundle = HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> EntryBundle.decode(bundle, width)).isInstanceOf(LogFormatException.class);
    }
}
