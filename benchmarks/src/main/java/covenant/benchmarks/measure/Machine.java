package covenant.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The machine that was measured on.
 *
 * @param load the load average of the last minute (uptime(1)); negative where the system has none
 * @param flush how long it takes to write 8 KiB and force them to the disk: the floor under every durable commit
 */
public record Machine(
        String processor, int processors, long memoryMebibytes, String system, double load, Duration flush) {

    private static final int FLUSHES = 200;
    private static final int BLOCK = 8 * 1024;

    /** @param directory on the disk that holds the databases */
    public static Machine look(Path directory) {
        return new Machine(
                procValue("/proc/cpuinfo", "model name", System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                memory(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                loadAverage(),
                flush(directory));
    }

    public static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static long memory() {
        String total = procValue("/proc/meminfo", "MemTotal", "0 kB");
        return Long.parseLong(total.replaceAll("\\D", "")) / 1024;
    }

    private static String procValue(String file, String name, String otherwise) {
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            return otherwise;
        }
        try {
            return Files.readString(path)
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .orElse(otherwise);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private static Duration flush(Path directory) {
        long[] nanos = new long[FLUSHES];
        try {
            Path file = Files.createTempFile(directory, "flush", ".bin");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                for (int i = 0; i < FLUSHES; i++) {
                    long start = System.nanoTime();
                    channel.write(ByteBuffer.allocate(BLOCK), 0);
                    channel.force(false);
                    nanos[i] = System.nanoTime() - start;
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to " + directory, e);
        }
        return Latencies.of(List.of(nanos)).median();
    }

    /** For the page: one line. */
    public String described() {
        return String.format(
                Locale.ROOT,
                "%s, %d processors, %.1f GiB of memory, %s; 8 KiB written and forced to the disk in %s ms (median of %d)",
                processor,
                processors,
                memoryMebibytes / 1024.0,
                system,
                Latencies.millis(flush),
                FLUSHES);
    }
}
