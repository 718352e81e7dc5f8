package covenant.local.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Asks again and again until there is an answer: what crosses Kafka arrives when it arrives. */
public final class Poll {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private Poll() {}

    /** The first answer within the time; empty when there is none. */
    public static <T> Optional<T> until(Duration atMost, Supplier<Optional<T>> question) {
        long limit = System.nanoTime() + atMost.toNanos();
        Optional<T> answer = question.get();
        while (answer.isEmpty() && System.nanoTime() < limit) {
            LockSupport.parkNanos(PAUSE.toNanos());
            answer = question.get();
        }
        return answer;
    }
}
