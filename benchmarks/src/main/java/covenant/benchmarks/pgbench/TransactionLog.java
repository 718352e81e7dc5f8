package covenant.benchmarks.pgbench;

import covenant.benchmarks.measure.Latencies;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** pgbench's log of each transaction: client, number, microseconds, script, time. */
final class TransactionLog {

    private TransactionLog() {}

    /** Reads the files of a run and deletes them with their directory. */
    static Latencies read(Path directory) throws IOException {
        List<long[]> parts = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                parts.add(nanos(file));
                Files.delete(file);
            }
        }
        Files.delete(directory);
        return Latencies.of(parts);
    }

    private static long[] nanos(Path file) throws IOException {
        long[] nanos = new long[4096];
        int count = 0;
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, count * 2);
                }
                nanos[count++] = Long.parseLong(line.split(" ", 4)[2]) * 1000;
            }
        }
        return Arrays.copyOf(nanos, count);
    }
}
