package covenant.benchmarks.consent;

import covenant.benchmarks.measure.Machine;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * Where and with what it was measured.
 *
 * @param versions name and version of everything that took part
 * @param javaOptions of the service's JVM
 * @param durability PostgreSQL's settings as read back
 */
record Setting(
        LocalDate date, Machine machine, Map<String, String> versions, List<String> javaOptions, String durability) {}
