package covenant.notification.delivery;

import covenant.contracts.NotificationEvent.About;
import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to be sent, to one or to many.
 *
 * @param contentId the notice's id, or the campaign's: content is stored once
 * @param channels in order of preference; absent means as each person prefers
 * @param dedupKey per person, never a second message with the same
 */
public record NoticeOrder(
        UUID contentId,
        MessageClass messageClass,
        String template,
        @Nullable String locale,
        @Nullable List<Channel> channels,
        Map<String, String> parameters,
        @Nullable String sealedParameters,
        String dedupKey,
        @Nullable About about,
        @Nullable UUID campaignId,
        @Nullable Instant notAfter) {

    /** One message to one person that this service itself decides on. */
    public static NoticeOrder own(
            UUID id,
            MessageClass messageClass,
            String template,
            Map<String, String> parameters,
            String dedupKey,
            @Nullable About about) {
        return new NoticeOrder(id, messageClass, template, null, null, parameters, null, dedupKey, about, null, null);
    }
}
