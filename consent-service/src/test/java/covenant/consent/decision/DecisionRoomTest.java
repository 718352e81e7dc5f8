package covenant.consent.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DecisionRoomTest {

    @Test
    void allAreServedButNeverMoreThanThereIsRoomForAtOnce() throws Exception {
        DecisionRoom room = new DecisionRoom(3, Duration.ofSeconds(30));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                int question = i;
                answers.add(callers.submit(() -> room.whenFree(() -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.yield();
                    inside.decrementAndGet();
                    return question;
                })));
            }
            for (int i = 0; i < 500; i++) {
                assertThat(answers.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(i);
            }
        }
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void whoFindsNoRoomInTimeIsTold() throws Exception {
        DecisionRoom room = new DecisionRoom(1, Duration.ofMillis(1));
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> first = callers.submit(() -> room.whenFree(() -> {
                entered.countDown();
                try {
                    return leave.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();

            assertThatThrownBy(() -> room.whenFree(() -> 1)).isInstanceOf(IllegalStateException.class);
            leave.countDown();

            assertThat(first.get(30, TimeUnit.SECONDS)).isTrue();
            assertThat(room.whenFree(() -> 2)).isEqualTo(2);
        }
    }

    @Test
    void aFailureGivesItsRoomBack() {
        DecisionRoom room = new DecisionRoom(1, Duration.ofMillis(1));
        assertThatThrownBy(() -> room.whenFree(() -> {
                    throw new UnsupportedOperationException();
                }))
                .isInstanceOf(UnsupportedOperationException.class);

        assertThat(room.whenFree(() -> 3)).isEqualTo(3);
    }
}
