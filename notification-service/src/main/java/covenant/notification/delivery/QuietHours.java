package covenant.notification.delivery;

import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.platform.time.LegalCalendar;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The hours, Beijing time, in which nobody's telephone rings for what can wait. A breach never waits (PIPL art. 57: at once), nor does what the
 * person asked for: a code, an answer to a request.
 */
@ApplicationScoped
class QuietHours {
    private final Optional<Span> span;
    private final Set<Channel> channels = EnumSet.noneOf(Channel.class);

    /** @param from first quiet moment; {@code to} the first that is not; it may lie on the next day */
    record Span(LocalTime from, LocalTime to) {
        static Span parse(String text) {
            String[] parts = text.split("-", 2);
            if (parts.length != 2) {
                throw new IllegalStateException("covenant.delivery.quiet-hours is written as 22:00-08:00");
            }
            return new Span(LocalTime.parse(parts[0].strip()), LocalTime.parse(parts[1].strip()));
        }

        /** The end of the quiet time that this moment lies in. */
        Optional<Instant> endAfter(Instant now) {
            ZonedDateTime local = now.atZone(LegalCalendar.ZONE);
            LocalTime time = local.toLocalTime();
            boolean overnight = !from.isBefore(to);
            boolean quiet =
                    overnight ? !time.isBefore(from) || time.isBefore(to) : !time.isBefore(from) && time.isBefore(to);
            if (!quiet) {
                return Optional.empty();
            }
            ZonedDateTime end = local.with(to);
            return Optional.of((end.isAfter(local) ? end : end.plusDays(1)).toInstant());
        }
    }

    QuietHours(
            @ConfigProperty(name = "covenant.delivery.quiet-hours") Optional<String> hours,
            @ConfigProperty(name = "covenant.delivery.quiet-channels", defaultValue = "SMS,PUSH")
                    List<Channel> channels) {
        this.span = hours.filter(h -> !h.isBlank() && !h.equals("none")).map(Span::parse);
        this.channels.addAll(channels);
    }

    /** Until when this message waits; empty: it goes now. */
    Optional<Instant> until(MessageClass messageClass, Channel channel, Instant now) {
        return canWait(messageClass) && channels.contains(channel)
                ? span.flatMap(s -> s.endAfter(now))
                : Optional.empty();
    }

    private static boolean canWait(MessageClass messageClass) {
        return switch (messageClass) {
            case POLICY, TERMINATION, MARKETING -> true;
            case BREACH, SERVICE, RIGHTS -> false;
        };
    }
}
