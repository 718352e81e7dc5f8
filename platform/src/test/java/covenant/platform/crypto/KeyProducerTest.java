package covenant.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("R-4.1.1-1")
class KeyProducerTest {
    @TempDir
    Path directory;

    private KeyProducer producer(boolean sandbox, String service) {
        return new KeyProducer(
                sandbox,
                KeyCustody.LOCAL_FILE,
                Optional.of(directory.resolve("keys").toString()),
                Optional.of(directory.resolve("shared").toString()),
                "notification-service",
                service,
                Optional.empty(),
                Optional.empty(),
                "transit",
                "covenant",
                null);
    }

    @Test
    void productionDoesNotStartOnAKeyFileAndMakesNone() {
        assertThatThrownBy(() -> producer(false, "consent-service").check(new StartupEvent()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("covenant.keys.provider=local-file");

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theSandboxStartsWithFreshKeys() {
        producer(true, "covenant-consent-service").check(new StartupEvent());

        assertThat(directory.resolve("keys/consent-service.kek.json")).exists();
        assertThat(directory.resolve("shared")).doesNotExist();
    }

    @Test
    void theRecipientPublishesItsKeyAtStartAndOthersCannotReceive() {
        producer(true, "covenant-notification-service").check(new StartupEvent());
        KeyProducer consent = producer(true, "consent-service");

        assertThat(consent.sender(consent.publicKeys()).seal("notification-1", "{}"))
                .isNotEmpty();
        assertThatThrownBy(() -> consent.receiver(consent.serviceSecrets(), consent.publicKeys()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void callersAreToldOfErasureAndOfKeysThatAreAway() {
        CryptoProblems problems = new CryptoProblems();

        assertThat(problems.erased(new SubjectErasedException()).getStatus()).isEqualTo(409);
        assertThat(problems.away(new KeysUnavailableException("away")).getStatus())
                .isEqualTo(503);
    }
}
