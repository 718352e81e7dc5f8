package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.local.stack.DataDirectory;
import covenant.local.stack.Installation;
import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import covenant.local.stack.StackPorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the README shows is what a reader gets, on a stack of its own as fresh as the reader's: every {@code console} block is run, line by line, in one shell, and each answer is compared with the
 * one that is printed there. Ids, instants, hashes and tokens differ from run to run and are compared by their form only.
 */
class ReadmeIT {
    private static final Pattern BLOCK = Pattern.compile("```console\\n(.*?)```", Pattern.DOTALL);
    private static final String MARK = "@@command ";

    private record Shown(String command, String answer) {}

    @TestFactory
    List<DynamicTest> theTourAnswersAsPrinted() throws IOException, InterruptedException {
        Path root = Path.of("..").toRealPath();
        List<Shown> tour = tour(Files.readString(root.resolve("README.md")));
        assertThat(tour).as("commands shown in the README").hasSizeGreaterThan(5);
        List<String> answers;
        StackPorts ports = StackPorts.free();
        DataDirectory data = DataDirectory.at(Path.of("target", "readme-stack"));
        try (Stack stack = Stack.prepare(Installation.find(), data, ports, true, line -> {})) {
            stack.start();
            answers = run(root, tour, ports, data.root().toAbsolutePath());
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < tour.size(); i++) {
            Shown shown = tour.get(i);
            String answer = answers.get(i);
            tests.add(DynamicTest.dynamicTest(
                    shown.command().lines().findFirst().orElseThrow(),
                    () -> assertThat(form(answer)).isEqualTo(form(shown.answer()))));
        }
        return tests;
    }

    /** A command starts with {@code $ } and goes on while a line ends in a backslash or a quote is open; what follows is the answer. */
    private static List<Shown> tour(String readme) {
        List<Shown> shown = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(readme);
        while (blocks.find()) {
            StringBuilder command = new StringBuilder();
            StringBuilder answer = new StringBuilder();
            boolean goesOn = false;
            for (String line : blocks.group(1).lines().toList()) {
                if (goesOn || line.startsWith("$ ")) {
                    if (!goesOn && !command.isEmpty()) {
                        shown.add(new Shown(command.toString(), answer.toString()));
                        command.setLength(0);
                        answer.setLength(0);
                    }
                    command.append(goesOn ? line : line.substring(2)).append('\n');
                    goesOn = line.endsWith("\\") || hasOpenQuote(command);
                } else {
                    answer.append(line).append('\n');
                }
            }
            if (!command.isEmpty()) {
                shown.add(new Shown(command.toString(), answer.toString()));
            }
        }
        return shown;
    }

    private static boolean hasOpenQuote(CharSequence command) {
        return command.chars().filter(c -> c == '\'').count() % 2 == 1;
    }

    private static List<String> run(Path root, List<Shown> tour, StackPorts ports, Path data)
            throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < tour.size(); i++) {
            script.append("echo '")
                    .append(MARK)
                    .append(i)
                    .append("'\n")
                    .append(here(tour.get(i).command(), ports));
            script.append("echo\n");
        }
        Path file = Files.createTempFile("readme", ".sh");
        Files.writeString(file, script);
        ProcessBuilder bash = new ProcessBuilder("bash", file.toString())
                .directory(root.toFile())
                .redirectErrorStream(true);
        bash.environment().put("COVENANT_DATA", data.toString());
        Process process = bash.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        Files.delete(file);
        List<String> answers = new ArrayList<>();
        for (String part : output.split(Pattern.quote(MARK))) {
            if (!part.isBlank()) {
                answers.add(part.substring(part.indexOf('\n') + 1));
            }
        }
        assertThat(answers).as(output).hasSameSizeAs(tour);
        return answers;
    }

    /** The same command against the ports of this stack. */
    private static String here(String command, StackPorts ports) {
        String moved = command;
        for (Service service : Service.values()) {
            moved = moved.replace("localhost:" + service.defaultPort(), "localhost:" + ports.of(service));
        }
        return moved;
    }

    private static String form(String text) {
        return text.replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<id>")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "<instant>")
                .replaceAll("\\b[0-9a-f]{32,64}\\b", "<hash>")
                .replaceAll("[A-Za-z0-9+/]{42,}=*", "<base64>")
                .replaceAll("\\b\\d[\\d,]* entries", "<n> entries")
                .replaceAll("(\"index\": ?)\\d+", "$1<n>")
                .strip();
    }
}
