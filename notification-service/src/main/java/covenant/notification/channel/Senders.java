package covenant.notification.channel;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.NotificationEvent.Channel;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The senders by channel, each behind its gate. A text or push gateway is there when it is configured. */
@ApplicationScoped
public class Senders {
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(20);

    private final Map<Channel, Sender> byChannel = new EnumMap<>(Channel.class);
    private final Map<Channel, ProviderGate> gates = new EnumMap<>(Channel.class);
    private final Map<Channel, GatewayProfile> profiles = new EnumMap<>(Channel.class);

    Senders(
            MailSender mail,
            Config config,
            ObjectMapper json,
            @ConfigProperty(name = "covenant.circuit.failures", defaultValue = "5") int failures,
            @ConfigProperty(name = "covenant.circuit.first-pause", defaultValue = "PT30S") Duration firstPause,
            @ConfigProperty(name = "covenant.circuit.longest-pause", defaultValue = "PT10M") Duration longestPause,
            @ConfigProperty(name = "covenant.mail.rate", defaultValue = "0") double mailRate) {
        Circuit.Limits limits = new Circuit.Limits(failures, firstPause, longestPause);
        put(mail, new ProviderGate(limits, mailRate, System::nanoTime));
        for (Channel channel : List.of(Channel.SMS, Channel.PUSH)) {
            String prefix = "covenant.gateway." + channel.name().toLowerCase(Locale.ROOT) + ".";
            Optional<String> profile = config.getOptionalValue(prefix + "profile", String.class)
                    .or(() -> config.getOptionalValue(prefix + "url", String.class)
                            .map(url -> "generic"));
            profile.map(name -> GatewayProfile.load(
                            channel, name, entry -> config.getOptionalValue(prefix + entry, String.class)))
                    .ifPresent(p -> {
                        profiles.put(channel, p);
                        put(
                                new GatewaySender(channel, p, timeout(config, prefix), json),
                                new ProviderGate(limits, rate(config, prefix), System::nanoTime));
                    });
        }
    }

    /** Builds the senders at once: a gateway that is configured wrongly keeps the service from starting. */
    void onStart(@Observes StartupEvent event) {}

    public Optional<Sender> of(Channel channel) {
        return Optional.ofNullable(byChannel.get(channel));
    }

    /** The gate of a channel that has a sender. */
    public ProviderGate gate(Channel channel) {
        return java.util.Objects.requireNonNull(gates.get(channel), "no gate without a sender");
    }

    /** Channels whose providers want no more messages for the moment. */
    public Set<Channel> busy(Instant now) {
        return gates.entrySet().stream()
                .filter(g -> g.getValue().isBusy(now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Channel.class)));
    }

    /** Channels that can be used here: those with a sender, the inbox, and what people do by hand. */
    public Set<Channel> working() {
        Set<Channel> working = EnumSet.of(Channel.IN_APP, Channel.LETTER, Channel.PHONE);
        working.addAll(byChannel.keySet());
        return working;
    }

    Optional<GatewayProfile> profile(Channel channel) {
        return Optional.ofNullable(profiles.get(channel));
    }

    private void put(Sender sender, ProviderGate gate) {
        byChannel.put(sender.channel(), sender);
        gates.put(sender.channel(), gate);
    }

    private static Duration timeout(Config config, String prefix) {
        Duration timeout =
                config.getOptionalValue(prefix + "timeout", Duration.class).orElse(Duration.ofSeconds(10));
        return timeout.compareTo(LONGEST_TIMEOUT) > 0 ? LONGEST_TIMEOUT : timeout;
    }

    private static double rate(Config config, String prefix) {
        return config.getOptionalValue(prefix + "rate", Double.class).orElse(100.0);
    }
}
