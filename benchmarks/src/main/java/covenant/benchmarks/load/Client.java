package covenant.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** One client of a {@link Load}. After an error it goes on, on a fresh connection when the old one broke. */
final class Client {

    private static final int KEPT_FAILURES = 5;
    /** A service that is gone answers nobody: the run is over. */
    private static final int MAX_BROKEN = 50;

    private final Load load;
    private final int number;
    private final Subjects acknowledged = new Subjects();
    private final List<String> failures = new ArrayList<>();
    private long[] nanos = new long[4096];
    private int answered;
    private long errors;
    private int broken;

    Client(Load load, int number) {
        this.load = load;
        this.number = number;
    }

    void run(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        long begin = System.nanoTime();
        long end = begin + load.duration().toNanos();
        long pace = load.pace().toNanos();
        // Clients with a pace begin one after the other, not all at once.
        long due = begin + pace * number / load.tokens().size();
        int person = 0;
        while (System.nanoTime() < end && broken < MAX_BROKEN) {
            try (HttpConnection connection =
                    new HttpConnection(load.port(), load.path(), load.tokens().get(number))) {
                while (System.nanoTime() < end && due < end) {
                    awaitDue(due, pace);
                    one(connection, person++, pace == 0 ? System.nanoTime() : due);
                    due += pace;
                }
                if (due >= end) {
                    return;
                }
            } catch (IOException e) {
                broken++;
                failed("no answer: " + e);
            }
        }
    }

    private static void awaitDue(long due, long pace) {
        for (long wait = due - System.nanoTime(); pace > 0 && wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
    }

    /** @param from when the request was due */
    private void one(HttpConnection connection, int person, long from) throws IOException {
        byte[] body = load.request().body(Subjects.id(load.run(), number, person));
        long begin = load.pace().isZero() ? System.nanoTime() : from;
        Reply reply = connection.post(body);
        long took = System.nanoTime() - begin;
        if (!load.expected().met(reply)) {
            failed(reply.described());
            return;
        }
        acknowledged.add(load.run(), number, person);
        if (answered == nanos.length) {
            nanos = Arrays.copyOf(nanos, answered * 2);
        }
        nanos[answered++] = took;
    }

    private void failed(String why) {
        errors++;
        if (failures.size() < KEPT_FAILURES) {
            failures.add(why);
        }
    }

    Subjects acknowledged() {
        return acknowledged;
    }

    List<String> failures() {
        return failures;
    }

    long errors() {
        return errors;
    }

    long[] nanos() {
        return Arrays.copyOf(nanos, answered);
    }
}
