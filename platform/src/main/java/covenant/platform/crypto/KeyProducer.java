package covenant.platform.crypto;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Chooses who keeps the keys, and refuses to start where that would not be safe. */
@ApplicationScoped
public class KeyProducer {
    private final KeyCustody custody;
    private final String service;
    private final Optional<String> shared;
    private final String recipient;

    KeyProducer(
            @ConfigProperty(name = "covenant.sandbox", defaultValue = "false") boolean sandbox,
            @ConfigProperty(name = "covenant.keys.provider", defaultValue = KeyCustody.LOCAL_FILE) String provider,
            @ConfigProperty(name = "covenant.keys.directory") Optional<String> directory,
            @ConfigProperty(name = "covenant.keys.shared") Optional<String> shared,
            @ConfigProperty(name = "covenant.keys.sealed-box-recipient", defaultValue = "notification-service")
                    String recipient,
            @ConfigProperty(name = "quarkus.application.name", defaultValue = "covenant") String service,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> authServerUrl,
            @ConfigProperty(name = "quarkus.vault.url") Optional<String> vaultUrl) {
        this.custody = new KeyCustody(
                sandbox, ConfigUtils.isProfileActive("prod"), provider, directory, authServerUrl, vaultUrl);
        this.service = service.replaceFirst("^covenant-", "");
        this.shared = shared;
        this.recipient = recipient;
    }

    /** Before anything else of the service: a start on wrong custody fails with what is wrong. */
    void check(@Observes @Priority(1) StartupEvent start) {
        requireSafe();
        keyEncryption();
        if (isRecipient()) {
            receiver(serviceSecrets());
        }
    }

    @Produces
    @Singleton
    KeyEncryption keyEncryption() {
        return LocalKeyFile.open(directory(), service);
    }

    @Produces
    @Singleton
    ServiceSecrets serviceSecrets() {
        return new LocalSecretFiles(directory(), service);
    }

    @Produces
    @Singleton
    Signer signer(ServiceSecrets secrets) {
        return new LocalSigner(secrets);
    }

    /** Seals for the service that sends notices. */
    @Produces
    @Singleton
    SealedBox.Sender sender() {
        return SealedBox.sender(sharedDirectory(), recipient);
    }

    /** Opens what was sealed for this service, if it is the one that others seal for. */
    @Produces
    @Singleton
    SealedBox.Receiver receiver(ServiceSecrets secrets) {
        if (!isRecipient()) {
            throw new IllegalStateException(
                    service + " is not covenant.keys.sealed-box-recipient: nobody seals for it");
        }
        return SealedBox.receiver(secrets, sharedDirectory(), service);
    }

    private boolean isRecipient() {
        return service.equals(recipient);
    }

    private void requireSafe() {
        List<String> wrong = custody.violations();
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("Covenant does not start: " + String.join("; ", wrong));
        }
    }

    private Path directory() {
        requireSafe();
        return Path.of(custody.directory().orElseThrow());
    }

    private Path sharedDirectory() {
        return Path.of(shared.orElseThrow(() -> new IllegalStateException(
                "covenant.keys.shared is missing: where services publish their public keys")));
    }
}
