package covenant.local.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One run of the tests behind the chosen rows, by Maven. */
public final class FaultRun {

    private static final int LONG_KILLS = 20;

    private final Path home;
    private final List<FaultRow> rows;
    private final boolean inLong;

    /** @param inLong the long form: more faults, for longer */
    public FaultRun(Path home, List<FaultRow> rows, boolean inLong) {
        this.home = home;
        this.rows = List.copyOf(rows);
        this.inLong = inLong;
    }

    /** What is run. */
    List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("mvnw").toString(),
                "-B",
                "-fae",
                "-f",
                home.resolve("pom.xml").toString(),
                "-pl",
                distinct(FaultRow.Proof::module),
                "-Dtest=" + distinct(FaultRow.Proof::test),
                "-Dsurefire.failIfNoSpecifiedTests=false",
                // One stack at a time: what recovers is not to share the processors with another.
                "-Dcovenant.e2e.forks=1",
                "-Dcovenant.e2e.excluded=keycloak,compose",
                "-Dmaven.test.failure.ignore=true"));
        if (inLong) {
            command.add("-Dcovenant.faults=long");
            command.add("-Dcovenant.e2e.kills=" + LONG_KILLS);
        }
        command.add("test");
        return command;
    }

    private String distinct(Function<FaultRow.Proof, String> part) {
        return rows.stream()
                .flatMap(row -> row.proofs().stream())
                .map(part)
                .distinct()
                .collect(Collectors.joining(","));
    }

    /**
     * Runs the tests; what they measure is shown as it comes, the whole output stands in {@code target/faults.log}.
     *
     * @return a row's outcome each, in the order of the rows
     */
    public FaultTable run(PrintWriter out) throws IOException, InterruptedException {
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Path log = home.resolve("target/faults.log");
        Files.createDirectories(log.getParent());
        Process maven = new ProcessBuilder(command())
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = maven.inputReader(StandardCharsets.UTF_8);
                PrintWriter all = new PrintWriter(Files.newBufferedWriter(log), true)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                all.println(line);
                if (line.startsWith("figures: ") || line.contains("[INFO] Running ")) {
                    out.println("  " + line.replaceFirst("^(figures: |.*Running )", ""));
                }
            }
        }
        int code = maven.waitFor();
        FaultReports reports = new FaultReports(home, start);
        List<FaultOutcome> outcomes = new ArrayList<>();
        for (FaultRow row : rows) {
            outcomes.add(reports.of(row));
        }
        return new FaultTable(outcomes, inLong, code == 0);
    }
}
