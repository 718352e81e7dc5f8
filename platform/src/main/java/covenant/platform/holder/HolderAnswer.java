package covenant.platform.holder;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a holder answers, however it came (Kafka or REST). */
sealed interface HolderAnswer {

    /**
     * @param done when the holder says it did so
     * @param withData whether the data of an access order was handed in with it
     */
    record Done(OrderKind kind, OrderOutcome outcome, long records, Instant done, boolean withData)
            implements HolderAnswer {}

    record Rejection(String code, @Nullable String evidence) implements HolderAnswer {}
}
