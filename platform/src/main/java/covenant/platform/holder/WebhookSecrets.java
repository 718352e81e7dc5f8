package covenant.platform.holder;

import covenant.platform.crypto.ServiceSecrets;
import covenant.platform.webhook.WebhookSecret;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * The signing secrets of each holder: those configured as {@code covenant.webhooks.secrets."<holder>"} (the current one, then
 * older ones that sign too while the holder changes over), else one derived from a secret of this service.
 */
@ApplicationScoped
@IfBuildProperty(name = "covenant.orders.enabled", stringValue = "true")
class WebhookSecrets {
    private static final String MASTER = "webhooks";
    private static final int MASTER_BYTES = 32;

    private final ServiceSecrets custody;
    private final Config config;

    WebhookSecrets(ServiceSecrets custody, Config config) {
        this.custody = custody;
        this.config = config;
    }

    /** The current secret first; at least one. */
    List<WebhookSecret> of(String holderId) {
        return configured("covenant.webhooks.secrets.\"" + holderId + "\"")
                .or(() -> configured("covenant.webhooks.secrets." + holderId))
                .orElseGet(() -> List.of(master().derive("holder:" + holderId)));
    }

    private Optional<List<WebhookSecret>> configured(String key) {
        return config.getOptionalValue(key, String.class)
                .map(text -> Arrays.stream(text.split(","))
                        .map(String::strip)
                        .map(WebhookSecret::parse)
                        .toList());
    }

    private WebhookSecret master() {
        return WebhookSecret.of(custody.loadOrCreate(MASTER, () -> {
            byte[] fresh = new byte[MASTER_BYTES];
            new SecureRandom().nextBytes(fresh);
            return fresh;
        }));
    }
}
