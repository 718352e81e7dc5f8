package covenant.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A runbook that leads nowhere is worse than none. */
class RunbooksTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)");
    private static final Pattern COMMAND = Pattern.compile("\\./covenant ([a-z-]+)");
    private static final Pattern OBJECT = Pattern.compile("(?:deployment|statefulset)/([a-z-]+)");

    static Stream<Path> pages() {
        return Stream.of(
                        Repository.files("docs/runbooks", ".md").stream(),
                        Repository.files("deploy/kubernetes", "README.md").stream(),
                        Repository.files("deploy/observability", "README.md").stream(),
                        Stream.of("compose", "images", "offline-images")
                                .map(folder -> Repository.path("deploy/" + folder + "/README.md")),
                        Stream.of(Repository.path("docs/observability.md")))
                .flatMap(pages -> pages);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) {
        Matcher link = LINK.matcher(Repository.text(page));
        while (link.find()) {
            if (!link.group(1).startsWith("http")) {
                assertThat(page.resolveSibling(link.group(1)).normalize())
                        .as(page + ": " + link.group(1))
                        .exists();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandAndEveryWorkloadThatAPageNamesExists(Path page) {
        String front = Repository.sources("deploy/local") + "\"test\" \"bench\"";
        Matcher command = COMMAND.matcher(Repository.text(page));
        while (command.find()) {
            assertThat(front).as(page + ": ./covenant " + command.group(1)).contains("\"" + command.group(1) + "\"");
        }
        List<String> workloads = Overlay.named("production").workloads().stream()
                .map(Overlay::nameOf)
                .toList();
        Matcher object = OBJECT.matcher(Repository.text(page));
        while (object.find()) {
            assertThat(workloads).as(page.toString()).contains(object.group(1));
        }
    }

    @ParameterizedTest
    @MethodSource("runbooks")
    void aRunbookSaysWhatIsSeenWhatToDoAndWhetherItWasTried(Path page) {
        String text = Repository.text(page);
        assertThat(text).contains("\n## Seen\n", "\n## Do\n");
        assertThat(text.stripTrailing().lines().toList().getLast()).matches("(Tried|Not tried) .+");
    }

    static Stream<Path> runbooks() {
        return Repository.files("docs/runbooks", ".md").stream()
                .filter(page -> !page.getFileName().toString().equals("README.md"));
    }
}
