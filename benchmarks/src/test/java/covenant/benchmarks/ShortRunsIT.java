package covenant.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmarks for a few seconds: that they work and what they verify, never how fast anything is. */
class ShortRunsIT {
    @ParameterizedTest
    @ValueSource(strings = {"requests-accept", "requests-backlog", "relay"})
    void aShortRunLosesNothing(String name) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        int exit = Main.run(new String[] {name, "--quick"}, new PrintWriter(out, true), new PrintWriter(err, true));

        assertThat(exit).as("%s%n%s", out, err).isZero();
        assertThat(out.toString()).contains("# " + name);
    }
}
