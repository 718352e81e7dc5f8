package covenant.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/events.md says what the contracts say")
class EventCatalogueTest {

    private static final Pattern FILE = Pattern.compile("\\]\\((\\.\\./[^)#]+)");

    @Test
    void theCommittedFileIsUpToDate() throws IOException {
        assertThat(Files.readString(ContractFiles.EVENTS))
                .as("stale: run ContractFiles as contracts/README.md says, and commit what it wrote")
                .isEqualTo(EventCatalogue.page());
    }

    @Test
    void everyEventStandsInItWithItsExampleAndTheFilesExist() throws IOException {
        String page = Files.readString(ContractFiles.EVENTS);
        assertThat(EventTypes.all())
                .allSatisfy(type -> assertThat(page)
                        .contains("\n### " + type.name() + "\n")
                        .contains("/" + type.goldenResource() + ")"));
        assertThat(FILE.matcher(page).results().map(link -> link.group(1)))
                .hasSizeGreaterThan(2 * EventTypes.all().size())
                .allMatch(file -> Files.exists(ContractFiles.EVENTS.resolveSibling(file)));
    }
}
