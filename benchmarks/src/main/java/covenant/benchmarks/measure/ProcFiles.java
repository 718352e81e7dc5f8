package covenant.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Linux's counters of processor time, in ticks (proc(5)). Zero, or empty, where there is no {@code /proc}. */
public final class ProcFiles {

    private static final Path PROC = Path.of("/proc");
    /** {@code USER_HZ}: what the kernel counts in for user space, on every architecture that a JVM runs on. */
    private static final long TICKS_PER_SECOND = 100;

    /** Positions behind the command's name: utime, stime, cutime, cstime. */
    private static final int USER = 11;

    private ProcFiles() {}

    /** Ticks of all processors since the machine started. */
    record Machine(long busy, long all) {}

    /** A process with its descendants, the ended ones included. */
    public static LongSupplier tree(long pid) {
        return () -> {
            long descendants = ProcessHandle.of(pid).stream()
                    .flatMap(ProcessHandle::descendants)
                    .mapToLong(child -> ticks(child.pid(), USER, 4))
                    .sum();
            return ticks(pid, USER, 4) + descendants;
        };
    }

    /** This JVM without its children. */
    public static LongSupplier self() {
        long pid = ProcessHandle.current().pid();
        return () -> ticks(pid, USER, 2);
    }

    /** The children of this JVM that have ended. */
    public static LongSupplier endedChildren() {
        long pid = ProcessHandle.current().pid();
        return () -> ticks(pid, USER + 2, 2);
    }

    static Optional<Machine> machine() {
        return read(PROC.resolve("stat")).map(text -> {
            String[] fields = text.lines().findFirst().orElseThrow().trim().split("\\s+");
            long all = 0;
            long idle = 0;
            // cpu user nice system idle iowait irq softirq steal; guest time is part of user time.
            for (int i = 1; i <= 8; i++) {
                long ticks = Long.parseLong(fields[i]);
                all += ticks;
                idle += i == 4 || i == 5 ? ticks : 0;
            }
            return new Machine(all - idle, all);
        });
    }

    static Duration duration(long ticks) {
        return Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND);
    }

    private static long ticks(long pid, int first, int count) {
        return read(PROC.resolve(Long.toString(pid)).resolve("stat"))
                .map(text -> sum(text, first, count))
                .orElse(0L);
    }

    /** The command's name stands in parentheses and may hold blanks and parentheses. */
    static long sum(String stat, int first, int count) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long sum = 0;
        for (int i = first; i < first + count; i++) {
            sum += Long.parseLong(fields[i]);
        }
        return sum;
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            // A process may end between two looks at it.
            if (Files.exists(file)) {
                throw new UncheckedIOException("Cannot read " + file, e);
            }
            return Optional.empty();
        }
    }
}
