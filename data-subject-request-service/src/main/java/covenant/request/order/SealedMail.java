package covenant.request.order;

import covenant.platform.crypto.KeysUnavailableException;
import covenant.platform.crypto.PublicKeys;
import covenant.platform.crypto.SealedBox;
import covenant.platform.crypto.ServiceSecrets;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Values between this service and the Covenant services that hold contact points: they call no other service, so values
 * travel with the event, readable by the other side only.
 */
@ApplicationScoped
public class SealedMail {
    private static final Logger LOG = Logger.getLogger(SealedMail.class);
    private static final String SELF = "data-subject-request-service";

    private final SealedBox.Sender contacts;
    private final ServiceSecrets secrets;
    private final PublicKeys keys;
    private volatile SealedBox.@Nullable Receiver own;

    SealedMail(SealedBox.Sender contacts, ServiceSecrets secrets, PublicKeys keys) {
        this.contacts = contacts;
        this.secrets = secrets;
        this.keys = keys;
    }

    void atStart(@Observes StartupEvent start) {
        publishKey();
    }

    /** The public key is there before anybody has something to seal; where the keys were away, as soon as they are back. */
    @Scheduled(every = "10s", delayed = "10s")
    void publishKey() {
        try {
            own();
        } catch (KeysUnavailableException e) {
            LOG.warnf("The public key is not published yet: %s", e.getMessage());
        }
    }

    /** Corrections of contact points, as JSON, for the notification-service. */
    public String sealCorrections(java.util.UUID requestId, String json) {
        return contacts.seal("correction/" + requestId, json);
    }

    /** @throws covenant.platform.crypto.CiphertextException if it was changed or belongs to another order */
    String openDelivery(java.util.UUID orderId, String sealed) {
        return new String(own().open(orderId.toString(), sealed), StandardCharsets.UTF_8);
    }

    private SealedBox.Receiver own() {
        SealedBox.Receiver receiver = own;
        if (receiver == null) {
            receiver = SealedBox.receiver(secrets, keys, SELF);
            own = receiver;
        }
        return receiver;
    }
}
