package covenant.platform.crypto;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.vault.client.VaultClient;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Chooses who keeps the keys, and refuses to start where that would not be safe. */
@ApplicationScoped
public class KeyProducer {
    private static final Logger LOG = Logger.getLogger(KeyProducer.class);

    private final KeyCustody custody;
    private final String service;
    private final Optional<String> shared;
    private final String recipient;
    private final Supplier<VaultCustodian> vault;

    KeyProducer(
            @ConfigProperty(name = "covenant.sandbox", defaultValue = "false") boolean sandbox,
            @ConfigProperty(name = "covenant.keys.provider", defaultValue = KeyCustody.LOCAL_FILE) String provider,
            @ConfigProperty(name = "covenant.keys.directory") Optional<String> directory,
            @ConfigProperty(name = "covenant.keys.shared") Optional<String> shared,
            @ConfigProperty(name = "covenant.keys.sealed-box-recipient", defaultValue = "notification-service")
                    String recipient,
            @ConfigProperty(name = "quarkus.application.name", defaultValue = "covenant") String service,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> authServerUrl,
            @ConfigProperty(name = "quarkus.vault.url") Optional<String> vaultUrl,
            @ConfigProperty(name = "covenant.keys.vault.transit-mount", defaultValue = "transit") String transitMount,
            @ConfigProperty(name = "covenant.keys.vault.kv-mount", defaultValue = "covenant") String kvMount,
            Instance<VaultClient> client) {
        this.custody = new KeyCustody(
                sandbox, ConfigUtils.isProfileActive("prod"), provider, directory, authServerUrl, vaultUrl);
        this.service = service.replaceFirst("^covenant-", "");
        this.shared = shared;
        this.recipient = recipient;
        this.vault = () -> new VaultCustodian(client.get(), transitMount, kvMount, this.service);
    }

    /**
     * Before the service does anything: a start on wrong custody fails with what is wrong. A Vault that is away now does not: the service
     * starts, answers 503 where it needs keys, and goes on by itself once Vault is back.
     */
    void check(@Observes @Priority(2) StartupEvent start) {
        requireSafe();
        try {
            keyEncryption().currentVersion();
            if (isRecipient()) {
                receiver(serviceSecrets(), publicKeys());
            }
        } catch (KeysUnavailableException e) {
            if (!isVault()) {
                throw e;
            }
            LOG.errorf("Personal data cannot be read or written until the keys are there: %s", e.getMessage());
        }
    }

    @Produces
    @Singleton
    KeyEncryption keyEncryption() {
        return isVault() ? vault.get().keyEncryption() : LocalKeyFile.open(directory(), service);
    }

    @Produces
    @Singleton
    ServiceSecrets serviceSecrets() {
        return isVault() ? vault.get().secrets() : new LocalSecretFiles(directory(), service);
    }

    @Produces
    @Singleton
    Signer signer(ServiceSecrets secrets) {
        return isVault() ? vault.get().signer() : new LocalSigner(secrets);
    }

    @Produces
    @Singleton
    PublicKeys publicKeys() {
        return isVault() ? vault.get().publicKeys() : PublicKeys.in(sharedDirectory());
    }

    /** Seals for the service that sends notices. */
    @Produces
    @Singleton
    SealedBox.Sender sender(PublicKeys keys) {
        return SealedBox.sender(keys, recipient);
    }

    /** Opens what was sealed for this service, if it is the one that others seal for. */
    @Produces
    @Singleton
    SealedBox.Receiver receiver(ServiceSecrets secrets, PublicKeys keys) {
        if (!isRecipient()) {
            throw new IllegalStateException(
                    service + " is not covenant.keys.sealed-box-recipient: nobody seals for it");
        }
        return SealedBox.receiver(secrets, keys, service);
    }

    private boolean isVault() {
        requireSafe();
        return custody.provider().equals(KeyCustody.VAULT);
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
