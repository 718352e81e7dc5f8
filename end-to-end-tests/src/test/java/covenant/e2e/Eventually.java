package covenant.e2e;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.core.ThrowingRunnable;

/** Waits for what crosses Kafka. */
final class Eventually {

    static final Duration SOON = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private Eventually() {}

    static void within(Duration atMost, Callable<Boolean> condition) {
        await().atMost(atMost).pollInterval(PAUSE).until(condition);
    }

    /** Between two looks at what cannot be waited for otherwise. */
    static void pause() {
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    /** The assertions hold in time; else the last failure is told. */
    static void holds(Duration atMost, ThrowingRunnable assertions) {
        await().atMost(atMost).pollInterval(PAUSE).untilAsserted(assertions);
    }
}
