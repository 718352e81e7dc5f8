package covenant.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import covenant.contracts.NotificationEvent.Channel;
import covenant.notification.delivery.HandOvers.HandOver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HandOversTest {
    private static final int COURIERS = 8;
    private static final int EACH = 50;
    private static final int MOST_UNRECORDED = 32;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final AtomicInteger handedOver = new AtomicInteger();
    private final AtomicInteger recorded = new AtomicInteger();
    private final CountDownLatch database = new CountDownLatch(1);

    @Test
    void noMoreThanThatIsHandedOverWhileNothingCanBeRecorded() throws Exception {
        HandOvers handOvers = new HandOvers(new SlowLedger());
        try (ExecutorService couriers = Executors.newFixedThreadPool(COURIERS)) {
            for (int courier = 0; courier < COURIERS; courier++) {
                couriers.execute(() -> {
                    for (int i = 0; i < EACH; i++) {
                        handedOver.incrementAndGet();
                        handOvers.add(handOver());
                    }
                });
            }
            // All couriers but the one that records wait for it.
            await().atMost(SOON).until(() -> handedOver.get() >= COURIERS + 11);
            await().during(Duration.ofMillis(300)).atMost(SOON).until(() -> handedOver.get() <= MOST_UNRECORDED);
            assertThat(recorded).hasValue(0);

            database.countDown();
            await().atMost(SOON).until(() -> recorded.get() == COURIERS * EACH);
        }
    }

    /** Its database answers when it is let. */
    private final class SlowLedger extends NoticeLedger {
        @SuppressWarnings("NullAway")
        SlowLedger() {
            super(null, null, null, null, null);
        }

        @Override
        public void sent(List<HandOver> handOvers) {
            try {
                database.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            recorded.addAndGet(handOvers.size());
        }
    }

    @SuppressWarnings("NullAway")
    private static HandOver handOver() {
        Delivery delivery = new Delivery(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "s-1",
                Channel.EMAIL,
                Delivery.Status.QUEUED,
                false,
                1,
                UUID.randomUUID(),
                null,
                Instant.EPOCH,
                null,
                null,
                null);
        return new HandOver(delivery, null, null);
    }
}
