package covenant.benchmarks.soak;

import covenant.benchmarks.measure.ProcessSize;
import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at the stack at equal intervals, on a thread of its own. */
final class Sampler implements AutoCloseable {

    private static final Map<Gauge, Service> HEAPS = Map.of(
            Gauge.HEAP_CONSENT, Service.CONSENT,
            Gauge.HEAP_REQUESTS, Service.DATA_SUBJECT_REQUEST,
            Gauge.HEAP_RETENTION, Service.RETENTION,
            Gauge.HEAP_NOTIFICATION, Service.NOTIFICATION,
            Gauge.HEAP_AUDIT, Service.AUDIT);

    private final Stack stack;
    private final Tables tables;
    private final Lag lag;
    private final List<Sample> samples = new ArrayList<>();
    private @Nullable RuntimeException failure;

    Sampler(Stack stack) {
        this.stack = stack;
        this.tables = new Tables(stack.postgres());
        this.lag = new Lag(stack.kafka().bootstrapServers());
    }

    /** Begins; the thread ends by itself after the length. */
    Thread start(Duration every, Duration length, Consumer<Sample> seen) {
        long begin = System.nanoTime();
        return Thread.ofPlatform().daemon().name("sampler").start(() -> {
            try {
                for (Duration at = every; at.compareTo(length) <= 0; at = at.plus(every)) {
                    for (long wait = begin + at.toNanos() - System.nanoTime();
                            wait > 0;
                            wait = begin + at.toNanos() - System.nanoTime()) {
                        LockSupport.parkNanos(wait);
                    }
                    Sample sample = look(at);
                    samples.add(sample);
                    seen.accept(sample);
                }
            } catch (RuntimeException e) {
                failure = e;
            }
        });
    }

    /** In order of time, once the thread has ended. */
    List<Sample> samples() {
        if (failure != null) {
            throw failure;
        }
        return List.copyOf(samples);
    }

    Sample look(Duration at) {
        Map<Gauge, Double> values = new EnumMap<>(Gauge.class);
        // Before the collections: they hold everything up for a moment.
        values.put(Gauge.LAG, (double) lag.events());
        values.put(Gauge.OUTBOX_ROWS, tables.outboxRows());
        values.put(Gauge.OUTBOX_SIZE, tables.outboxMebibytes());
        values.put(Gauge.DEAD_SHARE, tables.deadShare());
        values.put(Gauge.DATABASES, tables.databaseMebibytes());
        values.put(Gauge.CONNECTIONS, tables.connections());
        HEAPS.forEach((gauge, service) -> values.put(gauge, Heap.mebibytesAfterCollection(stack.pid(service))));
        double memory = ProcessSize.ofTree(stack.kafka().process().pid()).proportional()
                + ProcessSize.ofTree(stack.postgres().process().pid()).proportional();
        double handles = 0;
        double threads = 0;
        for (Service service : Service.values()) {
            long pid = stack.pid(service);
            memory += ProcessSize.ofTree(pid).proportional();
            handles += count(pid, "fd");
            threads += count(pid, "task");
        }
        values.put(Gauge.MEMORY, memory / 1024);
        values.put(Gauge.FILE_HANDLES, handles);
        values.put(Gauge.THREADS, threads);
        return new Sample(at, values);
    }

    /** Nothing is under way any more: no event unpublished, none unread. */
    boolean isIdle() {
        return tables.outboxRows() == 0 && lag.events() == 0;
    }

    Tables tables() {
        return tables;
    }

    private static long count(long pid, String directory) {
        try (Stream<Path> entries = Files.list(Path.of("/proc", Long.toString(pid), directory))) {
            return entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look at process " + pid, e);
        }
    }

    @Override
    public void close() {
        lag.close();
    }
}
