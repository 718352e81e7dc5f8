package covenant.audit.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R-4.1.2-4")
class EntryCsvTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"})
    void whatASpreadsheetWouldRunIsDefused(String text) {
        assertThat(EntryCsv.cell(text)).startsWith("\"'").endsWith("\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"plain | \"plain\"", "a,b | \"a,b\"", "say \"hi\" | \"say \"\"hi\"\"\"", "a=b | \"a=b\""})
    void cellsAreQuotedAsRfc4180Demands(String text, String cell) {
        assertThat(EntryCsv.cell(text)).isEqualTo(cell);
    }

    @ParameterizedTest
    @NullAndEmptySource
    void nothingIsAnEmptyCell(String text) {
        assertThat(EntryCsv.cell(text)).isEmpty();
    }
}
