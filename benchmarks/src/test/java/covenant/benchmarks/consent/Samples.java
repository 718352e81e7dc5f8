package covenant.benchmarks.consent;

import covenant.benchmarks.measure.Latencies;
import covenant.benchmarks.measure.Machine;
import covenant.benchmarks.measure.Measurement;
import covenant.benchmarks.measure.ProcessorTime;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Invented results. */
final class Samples {

    private static final Duration TEN = Duration.ofSeconds(10);

    private Samples() {}

    static Run reference(long perSecond) {
        return run(perSecond, 5_000_000, "pgbench", 0);
    }

    static Run service(long perSecond) {
        return run(perSecond, 10_000_000, "load generator", 12);
    }

    private static Run run(long perSecond, long medianNanos, String client, long backlog) {
        Map<String, Duration> used = new LinkedHashMap<>();
        used.put("service", Duration.ofSeconds(8));
        used.put("PostgreSQL", Duration.ofSeconds(4));
        used.put("Kafka", Duration.ofSeconds(1));
        used.put(client, Duration.ofSeconds(2));
        return new Run(
                new Measurement(
                        perSecond * 10,
                        0,
                        TEN,
                        Latencies.of(List.of(new long[] {medianNanos, medianNanos, medianNanos, medianNanos * 3})),
                        new ProcessorTime(used, Duration.ofSeconds(19), Duration.ofSeconds(20))),
                perSecond * 10 * 4_000,
                backlog,
                Duration.ofMillis(120));
    }

    static Verification complete(long consents) {
        return new Verification(
                consents,
                0,
                consents,
                0,
                0,
                new Verification.Published("privacy.consent.v1", consents, 0, 0),
                new Verification.Published("privacy.consent-state.v1", consents, 0, 0),
                0);
    }

    static Report report(List<Run> reference, List<Run> service, Verification verification, List<String> differences) {
        Map<String, Rows> left = new LinkedHashMap<>();
        left.put("consent", new Rows(verification.stored(), 415));
        left.put("aggregate_version", new Rows(2 * verification.stored(), 85));
        return new Report(
                new Plan(32, service.size(), Duration.ofSeconds(60), 100_000, TEN),
                123_456,
                reference,
                service,
                verification,
                left,
                differences,
                List.of());
    }

    static Setting setting() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("PostgreSQL", "18.6");
        versions.put("pgbench", "pgbench (PostgreSQL) 15.18");
        return new Setting(
                LocalDate.of(2026, 11, 24),
                new Machine("Example processor", 2, 24_064, "Linux 6.1", 0.42, Duration.ofNanos(950_000)),
                versions,
                List.of("-Xmx512m"),
                "fsync=on");
    }
}
