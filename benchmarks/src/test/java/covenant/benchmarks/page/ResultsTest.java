package covenant.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

    private static final String GROWTH = """
            # decision-growth, 2026-11-30

            | consents | service /s | cost against the smallest |
            |---:|---:|---:|
            | 10,000 | 5519 | 1.00 |
            | 5,000,000 | 3535 | 1.56 |

            A decision costs more.
            """;

    private static final String BACKLOG = """
            | median, ms | beside none | beside 1000000 open | ratio |
            |---|---:|---:|---:|
            | POST /v1/requests | 6.67 | 5.20 | 0.78 |
            | GET /v1/requests/{id} | 1.12 | 0.89 | 0.80 |
            """;

    @TempDir
    Path directory;

    @Test
    void aPageIsDrawnFromItsOwnTableAndLinkedBehindItOnce() throws Exception {
        Path page = directory.resolve("2026-11-30-decision-growth.md");
        Files.writeString(page, GROWTH);

        assertThat(Results.draw(page)).containsExactly(directory.resolve("2026-11-30-decision-growth.svg"));
        Results.draw(page);

        assertThat(Files.readAllLines(page))
                .containsSubsequence(
                        "| 5,000,000 | 3535 | 1.56 |",
                        "",
                        "![A decision while the tables grow](2026-11-30-decision-growth.svg)",
                        "",
                        "A decision costs more.")
                .filteredOn(line -> line.startsWith("!["))
                .hasSize(1);
        assertThat(directory.resolve("2026-11-30-decision-growth.svg"))
                .content()
                .contains("cost against the smallest", "aim: at most 2", "10 k", "5 M");
    }

    @Test
    void sizesThatStandSideBySideAreDrawnAcross() throws Exception {
        Path page = directory.resolve("2026-11-30-requests-backlog.md");
        Files.writeString(page, BACKLOG);

        assertThat(Results.draw(page)).hasSize(1);

        assertThat(directory.resolve("2026-11-30-requests-backlog.svg"))
                .content()
                .contains("POST /v1/requests", "GET /v1/requests/{id}", "open requests", "1 M")
                .doesNotContain("ratio");
    }

    @Test
    void aPageWithoutSuchATableStaysAsItIs() throws Exception {
        Path page = directory.resolve("2026-11-30-audit-ingest.md");
        Files.writeString(page, GROWTH);

        assertThat(Results.draw(page)).isEmpty();
        assertThat(page).content().isEqualTo(GROWTH);
        assertThat(directory.toFile().list()).hasSize(1);
    }
}
