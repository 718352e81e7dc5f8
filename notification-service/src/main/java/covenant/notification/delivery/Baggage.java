package covenant.notification.delivery;

import covenant.contracts.NotificationEvent.Channel;
import covenant.notification.contact.ContactCard;
import covenant.notification.template.Rendered;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the deliveries of one claim need, read at once: their notices, the persons' addresses, and each text that many of them share, rendered once.
 * Addresses in clear live as long as the claim.
 */
final class Baggage {
    /** Who was erased or moved in the meantime is not written to at the old address for longer. */
    private static final long FRESH = Duration.ofSeconds(2).toNanos();

    private final Map<UUID, Notice> notices;
    private final Map<String, ContactCard> cards;
    private final Map<Text, Rendered> texts = new ConcurrentHashMap<>();
    private final long readAt = System.nanoTime();

    /** A text without personal parameters is the same for all to whom its content goes in one language. */
    private record Text(UUID contentId, Channel channel, String locale) {}

    Baggage(Map<UUID, Notice> notices, Map<String, ContactCard> cards) {
        this.notices = notices;
        this.cards = cards;
    }

    boolean fresh() {
        return System.nanoTime() - readAt < FRESH;
    }

    @Nullable
    Notice notice(Delivery delivery) {
        return notices.get(delivery.noticeId());
    }

    /** Empty if no contact points are held, or the person was erased. */
    Optional<ContactCard> card(Notice notice) {
        return Optional.ofNullable(cards.get(notice.subjectId()));
    }

    Rendered text(Notice notice, Channel channel, String locale, Supplier<Rendered> rendering) {
        if (notice.sealedParameters() != null) {
            return rendering.get();
        }
        Text text = new Text(notice.contentId(), channel, locale);
        Rendered known = texts.get(text);
        return known != null ? known : texts.computeIfAbsent(text, absent -> rendering.get());
    }

    @Override
    public String toString() {
        return "Baggage[" + notices.size() + "]";
    }
}
