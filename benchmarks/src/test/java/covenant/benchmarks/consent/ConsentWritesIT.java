package covenant.benchmarks.consent;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.benchmarks.Main;
import covenant.embedded.process.Executables;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The whole benchmark for a few seconds: that it works and what it verifies, never how fast anything is. */
class ConsentWritesIT {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aShortRunLosesNothingAndWritesTheSameAsItsReference() {
        int exit = Main.run(
                new String[] {"consent-writes", "--quick"}, new PrintWriter(out, true), new PrintWriter(err, true));

        if (pgbenchIsHere()) {
            assertThat(exit).as("%s%n%s", out, err).isZero();
            assertThat(out.toString())
                    .contains("Both sides left the same number of rows per consent")
                    .contains("0 of them are not in the database")
                    .contains("| errors | 0 | 0 | |");
        } else {
            assertThat(exit).isEqualTo(2);
            assertThat(err.toString()).contains("apt-get install postgresql-15");
        }
    }

    @Test
    void anUnknownBenchmarkIsNamedAsSuch() {
        int exit = Main.run(new String[] {"consent-reads"}, new PrintWriter(out, true), new PrintWriter(err, true));

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).contains("consent-reads");
    }

    private static boolean pgbenchIsHere() {
        Path debian = Path.of("/usr/lib/postgresql/15/bin/pgbench");
        return Executables.find("pgbench").isPresent() || Files.isExecutable(debian);
    }
}
