package covenant.request.order;

import covenant.platform.crypto.SealedBox;
import covenant.platform.crypto.ServiceSecrets;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Values between this service and the Covenant services that hold contact points: they call no other service, so values
 * travel with the event, readable by the other side only.
 */
@ApplicationScoped
public class SealedMail {
    private static final String SELF = "data-subject-request-service";

    private final SealedBox.Sender contacts;
    private final SealedBox.Receiver own;

    SealedMail(
            SealedBox.Sender contacts,
            ServiceSecrets secrets,
            @ConfigProperty(name = "covenant.keys.shared") String shared) {
        this.contacts = contacts;
        this.own = SealedBox.receiver(secrets, Path.of(shared), SELF);
    }

    /** The public key is there before anybody has something to seal. */
    void publishKey(@Observes StartupEvent start) {}

    /** Corrections of contact points, as JSON, for the notification-service. */
    public String sealCorrections(java.util.UUID requestId, String json) {
        return contacts.seal("correction/" + requestId, json);
    }

    /** @throws covenant.platform.crypto.CiphertextException if it was changed or belongs to another order */
    String openDelivery(java.util.UUID orderId, String sealed) {
        return new String(own.open(orderId.toString(), sealed), StandardCharsets.UTF_8);
    }
}
