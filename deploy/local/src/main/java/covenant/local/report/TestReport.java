package covenant.local.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What the last test run did: counts per module, failures by name with the beginning of their reason, the requirement ids that were exercised, and in the last line the total. Reads
 * Surefire's reports newer than the run's start and the {@code @Tag}s in the sources of the classes that ran. Needs nothing but the JDK, so that
 * the script can run it from source: {@code java TestReport.java <repository> <start in epoch seconds>}.
 */
public final class TestReport {

    private static final Pattern TAG = Pattern.compile("@Tag\\(\"((?:R|AC|T)-[^\"]+)\"\\)");

    private static final int REASON_LINES = 40;
    private static final int REASON_WIDTH = 300;

    private TestReport() {}

    /** @param skipped of {@code tests} */
    record Module(String name, int tests, int failed, int skipped, List<String> failures, Set<String> requirements) {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(print(read(Path.of(arguments[0]), Long.parseLong(arguments[1])), out) ? 0 : 1);
    }

    /** @return whether tests ran and none failed */
    static boolean print(List<Module> modules, PrintStream out) {
        out.printf("%n%-32s %7s %7s %8s%n", "module", "tests", "failed", "skipped");
        for (Module module : modules) {
            out.printf("%-32s %7d %7d %8d%n", module.name(), module.tests(), module.failed(), module.skipped());
        }
        int tests = modules.stream().mapToInt(Module::tests).sum();
        int failed = modules.stream().mapToInt(Module::failed).sum();
        int skipped = modules.stream().mapToInt(Module::skipped).sum();
        out.printf("%-32s %7d %7d %8d%n", "all", tests, failed, skipped);
        Set<String> requirements = new TreeSet<>();
        modules.forEach(module -> requirements.addAll(module.requirements()));
        out.printf("%n%d requirement ids exercised:%n%s%n", requirements.size(), wrapped(requirements));
        List<String> failures =
                modules.stream().flatMap(module -> module.failures().stream()).toList();
        if (!failures.isEmpty()) {
            out.printf("%nfailed:%n  %s%n", String.join("\n  ", failures));
        }
        out.printf("%n%d passed, %d failed, %d skipped%n", tests - failed - skipped, failed, skipped);
        return tests > 0 && failed == 0;
    }

    /** The modules with reports of this run, in the order of their paths. */
    static List<Module> read(Path repository, long startedAt) throws IOException {
        List<Module> modules = new ArrayList<>();
        for (Path directory : moduleDirectories(repository)) {
            Path reports = directory.resolve("target/surefire-reports");
            if (Files.isDirectory(reports)) {
                module(repository, directory, reports, startedAt).ifPresent(modules::add);
            }
        }
        return modules;
    }

    private static List<Path> moduleDirectories(Path repository) throws IOException {
        try (Stream<Path> files = Files.walk(repository, 3)) {
            return files.filter(
                            file -> file.endsWith("pom.xml") && !file.toString().contains("/target/"))
                    .map(Path::getParent)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    private static Optional<Module> module(Path repository, Path directory, Path reports, long startedAt)
            throws IOException {
        int tests = 0;
        int failed = 0;
        int skipped = 0;
        List<String> failures = new ArrayList<>();
        Set<String> requirements = new TreeSet<>();
        for (Path file : reportsSince(reports, startedAt)) {
            Element suite = parse(file);
            tests += number(suite, "tests");
            failed += number(suite, "failures") + number(suite, "errors");
            skipped += number(suite, "skipped");
            failures.addAll(failures(suite));
            requirements.addAll(requirements(directory, suite.getAttribute("name")));
        }
        return tests == 0
                ? Optional.empty()
                : Optional.of(new Module(
                        repository.relativize(directory).toString(), tests, failed, skipped, failures, requirements));
    }

    private static List<Path> reportsSince(Path reports, long startedAt) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(reports)) {
            for (Path file : files.filter(path -> path.getFileName().toString().matches("TEST-.*\\.xml"))
                    .toList()) {
                if (Files.getLastModifiedTime(file).toMillis() / 1000 >= startedAt) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static Element parse(Path file) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            // A failed comparison of tables is long; a report has no entities of its own.
            factory.setAttribute("jdk.xml.maxGeneralEntitySizeLimit", "0");
            factory.setAttribute("jdk.xml.totalEntitySizeLimit", "0");
            return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("Not a test report: " + file, e);
        }
    }

    private static List<String> failures(Element suite) {
        List<String> names = new ArrayList<>();
        NodeList cases = suite.getElementsByTagName("testcase");
        for (int index = 0; index < cases.getLength(); index++) {
            Element test = (Element) cases.item(index);
            for (String kind : List.of("failure", "error")) {
                NodeList reasons = test.getElementsByTagName(kind);
                if (reasons.getLength() > 0) {
                    names.add(test.getAttribute("classname") + "." + test.getAttribute("name")
                            + reason(reasons.item(0).getTextContent()));
                }
            }
        }
        return names;
    }

    /** The message and the end of the log that it quotes, or the first lines of the stack trace. */
    private static String reason(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .limit(REASON_LINES)
                .map(line ->
                        "\n      " + (line.length() > REASON_WIDTH ? line.substring(0, REASON_WIDTH) + " …" : line))
                .collect(Collectors.joining());
    }

    /** The ids in the source of the class; a nested class stands in its outer one's. */
    private static Set<String> requirements(Path directory, String className) throws IOException {
        Path source = directory
                .resolve("src/test/java")
                .resolve(className.replaceFirst("\\$.*", "").replace('.', '/') + ".java");
        Set<String> ids = new TreeSet<>();
        if (Files.exists(source)) {
            Matcher tag = TAG.matcher(Files.readString(source));
            while (tag.find()) {
                ids.add(tag.group(1));
            }
        }
        return ids;
    }

    private static String wrapped(Set<String> ids) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (String id : ids) {
            if (column + id.length() > 110) {
                text.append('\n');
                column = 0;
            }
            text.append(column == 0 ? "  " : " ").append(id);
            column += id.length() + 1;
        }
        return text.toString();
    }

    private static int number(Element suite, String attribute) {
        String value = suite.getAttribute(attribute);
        return value.isEmpty() ? 0 : Integer.parseInt(value);
    }
}
