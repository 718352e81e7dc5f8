package covenant.notification.announcement;

import covenant.contracts.NotificationEvent.MessageClass;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A published announcement in both languages; never changed.
 *
 * @param sha256 of {@code title_zh LF text_zh LF title_en LF text_en} in UTF-8
 */
record Announcement(
        UUID id,
        MessageClass messageClass,
        String titleZh,
        String textZh,
        String titleEn,
        String textEn,
        String sha256,
        String url,
        @Nullable UUID incidentId,
        @Nullable String policyVersion,
        @Nullable UUID terminationId,
        @Nullable UUID campaignId,
        List<Place> places,
        Instant from,
        @Nullable Instant to,
        Instant publishedAt) {

    /** Where it stands (R-4.1.3-5). */
    enum Place {
        SITE,
        APP,
        PRESS,
        SOCIAL_MEDIA,
        PREMISES
    }

    static final List<Place> USUAL = List.of(Place.SITE, Place.APP);

    String title(boolean chinese) {
        return chinese ? titleZh : titleEn;
    }

    String text(boolean chinese) {
        return chinese ? textZh : textEn;
    }
}
