package covenant.notification.template;

import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A template as it is in force.
 *
 * @param textOf set where the channel has no text of its own and uses that of another one
 * @param required elements that a text of this class must hold
 */
record TemplateView(
        String template,
        MessageClass messageClass,
        Channel channel,
        @Nullable Channel textOf,
        String locale,
        int version,
        Template.Status status,
        String subject,
        String body,
        List<String> required,
        String createdBy,
        Instant createdAt,
        @Nullable String approvedBy,
        @Nullable Instant approvedAt) {

    static TemplateView of(Template t, Channel asked) {
        return new TemplateView(
                t.name(),
                t.messageClass(),
                asked,
                t.channel() == asked ? null : t.channel(),
                t.locale(),
                t.version(),
                t.status(),
                t.subject(),
                t.body(),
                RequiredElements.of(t.name(), t.messageClass(), asked),
                t.createdBy(),
                t.createdAt(),
                t.approvedBy(),
                t.approvedAt());
    }
}
