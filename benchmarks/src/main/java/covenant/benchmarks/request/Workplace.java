package covenant.benchmarks.request;

import covenant.benchmarks.measure.Machine;
import covenant.local.stack.Installation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What every benchmark of requests needs around it: a directory that goes away, a page that stays. */
final class Workplace {
    /** What a server's JVM is given; the local stack starts faster and peaks lower with others. */
    private static final List<String> SERVER = List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");

    private Workplace() {}

    /** What is measured at a desk. */
    interface Measuring {
        /** The page, in Markdown, without title; problems make it void. */
        Outcome measure(Desk desk);
    }

    /** @param problems what makes the measurement void: something lost, failed, or not what was promised */
    record Outcome(String page, List<String> problems) {}

    static int run(String name, boolean keep, PrintWriter out, PrintWriter err, Measuring measuring)
            throws IOException {
        Installation installation = Installation.find();
        List<String> javaOptions = Installation.javaOptions(System.getenv()).orElse(SERVER);
        Path work = Files.createTempDirectory("covenant-bench");
        try {
            Machine machine = Machine.look(work);
            try (Desk desk = Desk.open(installation, work.resolve("data"), javaOptions, out::println)) {
                Outcome outcome = measuring.measure(desk);
                String date = LocalDate.now(ZoneOffset.UTC).toString();
                String page = "# " + name + ", " + date + "\n\n" + outcome.page() + "\n## Where\n\n"
                        + machine.described()
                        + "\n\nService: `" + String.join(" ", javaOptions) + "`. PostgreSQL: " + desk.durability()
                        + ".\n";
                out.println();
                out.println(page);
                outcome.problems().forEach(err::println);
                if (outcome.problems().isEmpty() && keep) {
                    Path file =
                            installation.home().resolve("benchmarks/results").resolve(date + "-" + name + ".md");
                    Files.createDirectories(file.getParent());
                    Files.writeString(file, page);
                }
                return outcome.problems().isEmpty() ? 0 : 1;
            }
        } finally {
            delete(work);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
