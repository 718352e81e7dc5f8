package covenant.notification.template;

import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a template. {@code AWAITING_APPROVAL -> ACTIVE -> RETIRED}, or {@code -> REJECTED}; at most one version is
 * ACTIVE.
 *
 * @param subject Qute, one line; the title where the channel has no subject
 * @param body Qute, plain text; the HTML part of a mail is made from it
 */
record Template(
        String name,
        Channel channel,
        String locale,
        int version,
        MessageClass messageClass,
        Status status,
        String subject,
        String body,
        String createdBy,
        Instant createdAt,
        @Nullable String approvedBy,
        @Nullable Instant approvedAt) {

    enum Status {
        AWAITING_APPROVAL,
        ACTIVE,
        RETIRED,
        REJECTED
    }
}
