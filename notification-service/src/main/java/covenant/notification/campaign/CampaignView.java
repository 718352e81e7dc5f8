package covenant.notification.campaign;

import covenant.contracts.NotificationEvent.About;
import covenant.contracts.NotificationEvent.CampaignKind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A campaign and how far it is.
 *
 * @param total persons who have a notice; grows until {@code expanded}
 * @param ratePerSecond messages handed over per second, over the last minute
 * @param eta when the pending ones will be through at that rate; absent while nothing moves
 */
record CampaignView(
        UUID id,
        CampaignKind kind,
        Campaign.Status status,
        About about,
        boolean expanded,
        long total,
        long pending,
        long sent,
        long delivered,
        long failed,
        long reached,
        long unreachable,
        long coveredByAnnouncement,
        double ratePerSecond,
        @Nullable Instant eta,
        @Nullable UUID announcementId,
        Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable Instant lastNoticeAt) {

    static CampaignView of(Campaign c, CampaignProgress p, Instant now) {
        double rate = p.lastMinute() / 60.0;
        boolean moving = rate > 0 && p.pending() > 0 && c.status() == Campaign.Status.RUNNING;
        return new CampaignView(
                c.id(),
                c.kind(),
                c.status(),
                c.about(),
                c.expanded(),
                c.total(),
                p.pending(),
                p.sent(),
                p.delivered(),
                p.failed(),
                p.reached(),
                p.unreachable(),
                p.coveredByAnnouncement(),
                Math.round(rate * 100) / 100.0,
                moving ? now.plusSeconds((long) Math.ceil(p.pending() / rate)) : null,
                c.announcementId(),
                c.startedAt(),
                c.completedAt(),
                c.lastNoticeAt() == null ? p.lastNoticeAt() : c.lastNoticeAt());
    }
}
