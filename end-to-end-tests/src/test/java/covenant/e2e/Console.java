package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;

/**
 * Runs every {@code console} block of a document, line by line, in one shell, and compares each answer with the one that is printed there. Ids, instants, hashes and tokens differ from run to run and
 * are compared by their form only.
 *
 * @param moved what stands in the document, as {@code localhost:8081}, and what it is here
 * @param environment of the shell, besides this process's own
 */
record Console(Path root, Map<String, String> moved, Map<String, String> environment) {
    private static final Pattern BLOCK = Pattern.compile("```console\\n(.*?)```", Pattern.DOTALL);
    private static final String MARK = "@@command ";
    private static final int AT_MOST_SECONDS = 120;

    private record Shown(String command, String answer) {}

    List<DynamicTest> answersAsPrinted(String document) throws IOException, InterruptedException {
        List<Shown> tour = tour(Files.readString(root.resolve(document)));
        assertThat(tour).as("commands shown in " + document).hasSizeGreaterThan(5);
        long start = System.nanoTime();
        List<String> answers = run(tour);
        Figures.print("%d commands of %s took %.1f s", tour.size(), document, (System.nanoTime() - start) / 1e9);
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
    private static List<Shown> tour(String document) {
        List<Shown> shown = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(document);
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

    private List<String> run(List<Shown> tour) throws IOException, InterruptedException {
        Path file = Files.createTempFile("console", ".sh");
        Path printed = Files.createTempFile("console", ".out");
        Files.writeString(file, script(tour));
        ProcessBuilder bash = new ProcessBuilder("bash", file.toString())
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        bash.environment().putAll(environment);
        Process process = bash.start();
        boolean ended = process.waitFor(AT_MOST_SECONDS, TimeUnit.SECONDS);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        String output = Files.readString(printed, StandardCharsets.UTF_8);
        assertThat(ended).as("still running:\n" + output).isTrue();
        Files.delete(file);
        Files.delete(printed);
        List<String> answers = new ArrayList<>();
        for (String part : output.split(Pattern.quote(MARK))) {
            if (!part.isBlank()) {
                answers.add(part.substring(part.indexOf('\n') + 1));
            }
        }
        assertThat(answers).as(output).hasSameSizeAs(tour);
        return answers;
    }

    private String script(List<Shown> tour) {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < tour.size(); i++) {
            script.append("echo '").append(MARK).append(i).append("'\n");
            script.append(here(tour.get(i).command())).append("echo\n");
        }
        return script.toString();
    }

    private String here(String command) {
        String there = command;
        for (Map.Entry<String, String> move : moved.entrySet()) {
            there = there.replace(move.getKey(), move.getValue());
        }
        return there;
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
