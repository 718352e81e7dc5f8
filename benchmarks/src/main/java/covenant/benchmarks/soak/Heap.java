package covenant.benchmarks.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The heap of another JVM after a full collection, asked by {@code jcmd}. */
final class Heap {

    /** A generation, as the serial and the parallel collector say it; its spaces are listed behind it without a total. */
    private static final Pattern GENERATION = Pattern.compile("total (\\d+)K, used (\\d+)K");

    private Heap() {}

    static double mebibytesAfterCollection(long pid) {
        jcmd(pid, "GC.run");
        return used(jcmd(pid, "GC.heap_info")) / 1024.0;
    }

    /** @return KiB in all generations */
    static long used(String heapInfo) {
        long used = 0;
        Matcher generation = GENERATION.matcher(heapInfo);
        while (generation.find()) {
            used += Long.parseLong(generation.group(2));
        }
        if (used == 0) {
            throw new IllegalStateException("No generation in: " + heapInfo);
        }
        return used;
    }

    private static String jcmd(long pid, String command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(
                            jcmd.toString(), "-J-XX:TieredStopAtLevel=1", Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("jcmd failed: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + jcmd, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sampling", e);
        }
    }
}
