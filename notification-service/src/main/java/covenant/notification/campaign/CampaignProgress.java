package covenant.notification.campaign;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Persons: {@code pending + reached + unreachable + coveredByAnnouncement = expanded so far}. Messages, the inbox apart:
 * {@code sent, delivered, failed}.
 *
 * @param lastMinute messages handed over in the last 60 seconds
 * @param lastNoticeAt when the last individual message went out
 */
public record CampaignProgress(
        long pending,
        long reached,
        long unreachable,
        long coveredByAnnouncement,
        long sent,
        long delivered,
        long failed,
        long lastMinute,
        @Nullable Instant lastNoticeAt) {}
