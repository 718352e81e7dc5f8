package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.embedded.process.JavaCommand;
import covenant.embedded.process.Ports;
import covenant.local.stack.DataDirectory;
import covenant.local.stack.Installation;
import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import covenant.local.stack.StackPorts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the documents show is what a reader gets, on a stack as fresh as the reader's. It is not the one that the other tests share: nobody would
 * answer the orders that the holders of the examples get later.
 */
class DocumentationIT {
    private static final DataDirectory DATA = DataDirectory.at(Path.of("target", "documentation-stack"));
    private static final StackPorts PORTS = StackPorts.free();
    private static final Stack STACK = Stack.prepare(Installation.find(), DATA, PORTS, true, line -> {});

    @BeforeAll
    static void start() {
        STACK.start();
    }

    @AfterAll
    static void stop() {
        STACK.close();
    }

    @TestFactory
    List<DynamicTest> readmeAnswersAsPrinted() throws IOException, InterruptedException {
        return console().answersAsPrinted("README.md");
    }

    /** Facts told, questions asked, orders obeyed by the two example holders, in curl and plain Java. */
    @TestFactory
    List<DynamicTest> integratingAnswersAsPrinted() throws IOException, InterruptedException {
        return console().answersAsPrinted("docs/integrating.md");
    }

    @Test
    @Tag("AC-35")
    void exampleHoldersObeyEveryKindOfOrderAndEachOrderOnce(@TempDir Path directory) throws Exception {
        try (ExampleHolders holders = ExampleHolders.start(directory, PORTS, STACK.keys())) {
            HolderOrdersObeyed obeyed = new HolderOrdersObeyed(holders, PORTS, STACK.keys());
            obeyed.correction();
            obeyed.restrictionAndItsEnd();
            obeyed.erasureThatIsOrderedTwice();
            obeyed.nothingThatIsUnsignedOrOld();
        }
    }

    @Test
    void exampleHoldersAreAsShortAsPromised() throws IOException {
        Path examples = Path.of("../docs/examples/holders/src");
        assertThat(examples.resolve("KafkaHolder.java"))
                .content()
                .satisfies(text -> assertThat(text.lines()).hasSizeLessThanOrEqualTo(60));
        assertThat(examples.resolve("WebhookHolder.java"))
                .content()
                .satisfies(text -> assertThat(text.lines()).hasSizeLessThanOrEqualTo(40));
    }

    private static Console console() throws IOException {
        Map<String, String> moved = new HashMap<>();
        for (Service service : Service.values()) {
            moved.put("localhost:" + service.defaultPort(), "localhost:" + PORTS.of(service));
        }
        moved.put("localhost:" + StackPorts.KAFKA, "localhost:" + PORTS.kafka());
        moved.put("PORT=9700", "PORT=" + Ports.free());
        Path java = Path.of(JavaCommand.executable()).toAbsolutePath();
        return new Console(
                Path.of("..").toRealPath(),
                moved,
                Map.of(
                        "COVENANT_DATA",
                        DATA.root().toAbsolutePath().toString(),
                        "PATH",
                        java.getParent() + File.pathSeparator + System.getenv("PATH")));
    }
}
