package covenant.platform.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;

class FailOnceTest {
    private final List<Throwable> reported = new ArrayList<>();
    private final FailOnce handler = new FailOnce("notification", (reason, fatal) -> {
        assertThat(fatal).isTrue();
        reported.add(reason);
    });

    @Test
    void aBatchThatFailsIsReportedOnceAndNoneOfItIsTaken() {
        IllegalStateException reason = new IllegalStateException("away");

        for (int offset = 0; offset < 3; offset++) {
            Uni<Void> handled = handler.handle(record(offset), reason, Metadata.empty());
            assertThatThrownBy(() -> handled.await().indefinitely()).isSameAs(reason);
        }

        assertThat(reported).containsExactly(reason);
    }

    private static IncomingKafkaRecord<String, byte[]> record(long offset) {
        return new IncomingKafkaRecord<>(
                new ConsumerRecord<>("topic", 0, offset, "key", new byte[0]),
                "notification",
                0,
                null,
                null,
                false,
                false);
    }
}
