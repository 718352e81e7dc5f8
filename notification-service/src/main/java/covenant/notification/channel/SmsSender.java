package covenant.notification.channel;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.NotificationEvent.Channel;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Text messages through the gateway at {@code covenant.gateway.sms.url}; without it the channel is not available. */
@ApplicationScoped
class SmsSender implements Sender {
    private final @Nullable Gateway gateway;

    SmsSender(
            @ConfigProperty(name = "covenant.gateway.sms.url") Optional<URI> url,
            @ConfigProperty(name = "covenant.gateway.sms.secret") Optional<String> secret,
            ObjectMapper json) {
        this.gateway = url.map(u -> new Gateway(
                        u,
                        secret.orElseThrow(() -> new IllegalStateException("covenant.gateway.sms.secret is missing")),
                        json))
                .orElse(null);
    }

    @Override
    public Channel channel() {
        return Channel.SMS;
    }

    @Override
    public boolean available() {
        return gateway != null;
    }

    @Override
    public SendResult send(Outgoing message) {
        return gateway == null ? new SendResult.Permanent("CHANNEL_NOT_AVAILABLE") : gateway.send(message);
    }
}
