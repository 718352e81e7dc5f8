package covenant.local.fault;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Where faults were made, for the page. */
public final class FaultMachine {

    private FaultMachine() {}

    /** Processor, memory, system and Java, one line each; nothing that tells whose machine it is. */
    public static List<String> described() {
        return List.of(
                "%s, %d processors, %s"
                        .formatted(
                                first(Path.of("/proc/cpuinfo"), "model name", "processor not told"),
                                Runtime.getRuntime().availableProcessors(),
                                memory()),
                "%s %s, Java %s"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("java.vm.version")),
                "load average of the last minute before the start: %.2f"
                        .formatted(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    }

    private static String memory() {
        String kibibytes = first(Path.of("/proc/meminfo"), "MemTotal", "").replaceAll("\\D", "");
        return kibibytes.isEmpty()
                ? "memory not told"
                : String.format(Locale.ROOT, "%.1f GiB of memory", Long.parseLong(kibibytes) / 1024.0 / 1024.0);
    }

    private static String first(Path file, String name, String otherwise) {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> line.startsWith(name))
                            .map(line -> line.substring(line.indexOf(':') + 1).strip())
                            .findFirst()
                            .orElse(otherwise)
                    : otherwise;
        } catch (IOException e) {
            return otherwise;
        }
    }
}
