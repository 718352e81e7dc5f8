package covenant.local.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Memory of a process and its children: their proportional set size where Linux tells it (shared pages are shared out), else what {@code ps}
 * calls resident.
 */
final class ProcessMemory {

    private ProcessMemory() {}

    /** In KiB; 0 when there is no such process. */
    static long kibibytes(long pid) {
        return ProcessHandle.of(pid)
                .map(process -> Stream.concat(Stream.of(process), process.descendants())
                        .mapToLong(ProcessMemory::own)
                        .sum())
                .orElse(0L);
    }

    /** The process alone, without its children. In KiB; 0 when there is no such process. */
    static long kibibytesAlone(long pid) {
        return ProcessHandle.of(pid).map(ProcessMemory::own).orElse(0L);
    }

    private static long own(ProcessHandle process) {
        Path rollup = Path.of("/proc", Long.toString(process.pid()), "smaps_rollup");
        try {
            return Files.isReadable(rollup) ? proportional(rollup) : resident(process.pid());
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            return resident(process.pid());
        }
    }

    private static long proportional(Path rollup) throws IOException {
        try (Stream<String> lines = Files.lines(rollup)) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static long resident(long pid) {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
            try (BufferedReader reader = ps.inputReader()) {
                String line = reader.readLine();
                return line == null ? 0 : Long.parseLong(line.trim());
            }
        } catch (IOException e) {
            return 0;
        }
    }
}
