package covenant.notification.channel;

import covenant.contracts.NotificationEvent.Channel;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The senders by channel. */
@ApplicationScoped
public class Senders {
    private final Map<Channel, Sender> byChannel = new EnumMap<>(Channel.class);

    Senders(@All List<Sender> senders) {
        senders.stream().filter(Sender::available).forEach(s -> byChannel.put(s.channel(), s));
    }

    public Optional<Sender> of(Channel channel) {
        return Optional.ofNullable(byChannel.get(channel));
    }

    /** Channels that can be used here: those with a sender, the inbox, and what people do by hand. */
    public Set<Channel> working() {
        Set<Channel> working = EnumSet.of(Channel.IN_APP, Channel.LETTER, Channel.PHONE);
        working.addAll(byChannel.keySet());
        return working;
    }
}
