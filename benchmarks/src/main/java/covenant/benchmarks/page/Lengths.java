package covenant.benchmarks.page;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How often and how long is measured, for benchmarks that drive clients; mixed into their commands. */
public final class Lengths {

    @Option(names = "--runs", defaultValue = "5", description = "Runs of each side (${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--seconds", defaultValue = "20", description = "Length of a run (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "60",
            description = "Seconds before the first run, at least (${DEFAULT-VALUE}).")
    private int warmUp;

    public int runs() {
        return runs;
    }

    public Duration each() {
        return Duration.ofSeconds(seconds);
    }

    public Duration warmUp() {
        return Duration.ofSeconds(warmUp);
    }
}
