package covenant.benchmarks.pgbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import covenant.benchmarks.measure.Latencies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PgbenchResultTest {

    private static final Latencies NONE = Latencies.of(List.of());
    private static final String REPORT = """
            pgbench (15.18 (Debian 15.18-0+deb12u1), server 18.6)
            transaction type: consent-writes.sql
            query mode: prepared
            number of clients: 32
            number of threads: 2
            duration: 20 s
            number of transactions actually processed: 40000
            number of failed transactions: 3 (0.008%)
            latency average = 16.001 ms
            initial connection time = 61.234 ms
            tps = 2000.000000 (without initial connection time)
            """;

    @TempDir
    private Path directory;

    @Test
    void theReportTellsTransactionsFailuresAndTime() {
        PgbenchResult result = PgbenchResult.parse(REPORT, NONE);

        assertThat(result.transactions()).isEqualTo(40_000);
        assertThat(result.failed()).isEqualTo(3);
        assertThat(result.elapsed()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void aClientThatGaveUpMakesTheRunInvalid() {
        assertThatThrownBy(() -> PgbenchResult.parse("pgbench: error: client 3 aborted in command 4\n" + REPORT, NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gave up");
    }

    @Test
    void anythingElseIsNoReport() {
        assertThatThrownBy(() -> PgbenchResult.parse("usage: pgbench", NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Not a report");
    }

    @Test
    void latenciesComeFromTheLogOfEveryThread() throws IOException {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Files.writeString(logs.resolve("transactions.42"), "0 1 1500 0 1790000000 1\n0 2 500 0 1790000000 2\n");
        Files.writeString(logs.resolve("transactions.42.1"), "1 1 1000 0 1790000000 3\n");

        Latencies latencies = TransactionLog.read(logs);

        assertThat(latencies.count()).isEqualTo(3);
        assertThat(latencies.median()).isEqualTo(Duration.ofNanos(1_000_000));
        assertThat(logs).doesNotExist();
    }

    @Test
    void ofSeveralInstalledVersionsTheNewestWithPgbenchIsTaken() throws IOException {
        executable("9");
        Path newest = executable("15");
        Files.createDirectories(directory.resolve("17/bin"));
        Files.createDirectories(directory.resolve("common"));

        assertThat(Pgbench.newest(directory)).contains(newest);
        assertThat(Pgbench.newest(directory.resolve("absent"))).isEmpty();
    }

    private Path executable(String version) throws IOException {
        Path bin = Files.createDirectories(directory.resolve(version).resolve("bin"));
        return Files.createFile(
                bin.resolve("pgbench"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
}
