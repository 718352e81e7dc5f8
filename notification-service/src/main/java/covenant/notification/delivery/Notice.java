package covenant.notification.delivery;

import covenant.contracts.Actor;
import covenant.contracts.NotificationEvent.About;
import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.platform.call.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to one person. {@code PENDING -> REACHED | UNREACHABLE -> COVERED_BY_ANNOUNCEMENT}; one who was not reached can
 * still be. REFUSED: advertising without consent. SUPERSEDED: not sent, because a newer message took its place.
 */
record Notice(
        UUID id,
        UUID contentId,
        @Nullable UUID campaignId,
        String subjectId,
        String dedupKey,
        @Nullable String locale,
        @Nullable String sealedParameters,
        List<Channel> sequence,
        Outcome outcome,
        @Nullable Instant notAfter,
        Instant createdAt,
        MessageClass messageClass,
        String template,
        Map<String, String> parameters,
        @Nullable About about,
        String correlationId,
        @Nullable String causationId) {

    enum Outcome {
        PENDING,
        REACHED,
        UNREACHABLE,
        COVERED_BY_ANNOUNCEMENT,
        REFUSED,
        SUPERSEDED
    }

    /** What this service does about the notice by itself descends from who asked for it. */
    Cause cause() {
        return new Cause(correlationId, causationId, Actor.system("notification-service"), null);
    }

    /** Versions of what this service says about a notice; the requester counts its own under the bare id. */
    String aggregateId() {
        return "notice:" + id;
    }
}
