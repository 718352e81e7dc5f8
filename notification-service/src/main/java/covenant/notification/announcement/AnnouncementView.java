package covenant.notification.announcement;

import covenant.contracts.NotificationEvent.MessageClass;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** @param title by language: {@code zh-CN} and {@code en}, as {@code text} */
record AnnouncementView(
        UUID id,
        MessageClass messageClass,
        Map<String, String> title,
        Map<String, String> text,
        String sha256,
        String url,
        @Nullable UUID incidentId,
        @Nullable String policyVersion,
        @Nullable UUID terminationId,
        List<Announcement.Place> places,
        Instant from,
        @Nullable Instant to,
        Instant publishedAt) {

    static AnnouncementView of(Announcement a) {
        return new AnnouncementView(
                a.id(),
                a.messageClass(),
                Map.of("zh-CN", a.titleZh(), "en", a.titleEn()),
                Map.of("zh-CN", a.textZh(), "en", a.textEn()),
                a.sha256(),
                a.url(),
                a.incidentId(),
                a.policyVersion(),
                a.terminationId(),
                a.places(),
                a.from(),
                a.to(),
                a.publishedAt());
    }
}
