package covenant.benchmarks.measure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Counts the processor time of groups of processes between two moments. */
public final class Processors {

    private final Map<String, LongSupplier> groups;

    private Processors(Map<String, LongSupplier> groups) {
        this.groups = groups;
    }

    /** @param groups name and counter of ticks, as {@link ProcFiles} has them */
    public static Processors watching(Map<String, LongSupplier> groups) {
        return new Processors(new LinkedHashMap<>(groups));
    }

    /** Begins to count. */
    public Mark mark() {
        return new Mark();
    }

    /** A moment to count from. */
    public final class Mark {
        private final Map<String, Long> ticks = new LinkedHashMap<>();
        private final Optional<ProcFiles.Machine> machine = ProcFiles.machine();

        private Mark() {
            groups.forEach((name, counter) -> ticks.put(name, counter.getAsLong()));
        }

        /** What was used since. */
        public ProcessorTime untilNow() {
            Mark now = new Mark();
            if (machine.isEmpty() || now.machine.isEmpty()) {
                return ProcessorTime.unknown();
            }
            Map<String, Duration> used = new LinkedHashMap<>();
            ticks.forEach((name, before) ->
                    used.put(name, ProcFiles.duration(now.ticks.getOrDefault(name, before) - before)));
            return new ProcessorTime(
                    used,
                    ProcFiles.duration(now.machine.get().busy() - machine.get().busy()),
                    ProcFiles.duration(now.machine.get().all() - machine.get().all()));
        }
    }
}
