package covenant.notification.campaign;

import covenant.contracts.NotificationEvent.About;
import covenant.contracts.NotificationEvent.CampaignKind;
import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to many. {@code RUNNING <-> PAUSED}, {@code RUNNING -> COMPLETED}; {@code RUNNING | PAUSED -> SUPERSEDED} when its occasion was
 * replaced by a newer one: then nothing more of it goes out, and completedAt is when that was done.
 *
 * @param key the occasion: never a second campaign for the same, and the dedup key of its notices
 * @param position the last person who has a notice
 */
public record Campaign(
        UUID id,
        String key,
        CampaignKind kind,
        Status status,
        MessageClass messageClass,
        String template,
        Map<String, String> parameters,
        @Nullable List<Channel> channels,
        About about,
        String position,
        boolean expanded,
        long total,
        @Nullable UUID announcementId,
        Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable Instant lastNoticeAt,
        String correlationId,
        @Nullable String causationId) {

    public enum Status {
        RUNNING,
        PAUSED,
        COMPLETED,
        SUPERSEDED
    }
}
