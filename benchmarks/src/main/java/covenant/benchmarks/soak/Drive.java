package covenant.benchmarks.soak;

import covenant.benchmarks.measure.Latencies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Persons on their journeys: as many as go at once, or each at its time. Their numbers go on from one drive to the next. */
final class Drive {

    /** Journeys under way at the same time, at most: a stack that stands still is not buried. */
    private static final int MOST = 64;

    private final Journey journey;
    private final AtomicLong next = new AtomicLong();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final AtomicLong errors = new AtomicLong();

    Drive(Journey journey) {
        this.journey = journey;
    }

    /** @return journeys made */
    long closedLoop(int clients, Duration length) {
        long before = next.get();
        long end = System.nanoTime() + length.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                while (System.nanoTime() < end) {
                    one(next.getAndIncrement(), System.nanoTime());
                }
            }));
        }
        threads.forEach(Drive::join);
        nanos.clear();
        return next.get() - before;
    }

    /** Begins one at each beat, until the end; returns when the last one is home. */
    void paced(double perSecond, Duration length) {
        long begin = System.nanoTime();
        Semaphore room = new Semaphore(MOST);
        for (long beat = 0; beat / perSecond < length.toNanos() / 1e9; beat++) {
            long due = begin + (long) (beat / perSecond * 1e9);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            room.acquireUninterruptibly();
            long number = next.getAndIncrement();
            Thread.ofVirtual().start(() -> {
                one(number, due);
                room.release();
            });
        }
        room.acquireUninterruptibly(MOST);
    }

    private void one(long number, long due) {
        try {
            journey.of(number);
            nanos.add(System.nanoTime() - due);
        } catch (RuntimeException e) {
            errors.incrementAndGet();
            failures.add(e.toString());
        }
    }

    long made() {
        return next.get();
    }

    long errors() {
        return errors.get();
    }

    List<String> failures() {
        return failures.stream().limit(5).toList();
    }

    /** Of the paced journeys, from when they were due to the last answer. */
    Latencies latencies() {
        return Latencies.of(List.of(nanos.stream().mapToLong(Long::longValue).toArray()));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during a run", e);
        }
    }
}
