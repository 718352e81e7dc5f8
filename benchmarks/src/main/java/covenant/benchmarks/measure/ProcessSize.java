package covenant.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a process and its descendants hold, as Linux tells it ({@code /proc}, proc(5)).
 *
 * @param proportional KiB, in which a page that several share counts as a part for each: the sum is what they really take
 * @param resident KiB, in which shared pages count for each of them
 */
public record ProcessSize(long proportional, long resident, int processes) {

    private static final ProcessSize NONE = new ProcessSize(0, 0, 0);

    public static ProcessSize ofTree(long pid) {
        return ProcessHandle.of(pid)
                .map(process -> Stream.concat(Stream.of(process), process.descendants())
                        .map(one -> of(one.pid()))
                        .reduce(NONE, ProcessSize::plus))
                .orElse(NONE);
    }

    /** The process alone; all zero when it has ended. */
    public static ProcessSize of(long pid) {
        Path rollup = Path.of("/proc", Long.toString(pid), "smaps_rollup");
        try {
            String text = Files.readString(rollup);
            return new ProcessSize(value(text, "Pss:"), value(text, "Rss:"), 1);
        } catch (IOException e) {
            if (ProcessHandle.of(pid).isPresent()) {
                throw new UncheckedIOException("Cannot read " + rollup, e);
            }
            return NONE;
        }
    }

    static long value(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    private ProcessSize plus(ProcessSize other) {
        return new ProcessSize(
                proportional + other.proportional, resident + other.resident, processes + other.processes);
    }

    public String described() {
        return String.format(Locale.ROOT, "%d MB (resident %d MB)", proportional / 1024, resident / 1024);
    }
}
