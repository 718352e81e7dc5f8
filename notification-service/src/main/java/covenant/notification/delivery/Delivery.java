package covenant.notification.delivery;

import covenant.contracts.NotificationEvent.Channel;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One try to reach a person by one channel. {@code QUEUED -> SENT -> DELIVERED}, {@code QUEUED | SENT -> FAILED}. */
record Delivery(
        UUID id,
        UUID noticeId,
        String subjectId,
        Channel channel,
        Status status,
        boolean byHand,
        int attempts,
        @Nullable UUID lease,
        @Nullable String code,
        Instant createdAt,
        @Nullable Instant sentAt,
        @Nullable Instant deliveredAt,
        @Nullable Instant failedAt) {

    enum Status {
        QUEUED,
        SENT,
        DELIVERED,
        FAILED,
        CANCELLED
    }
}
