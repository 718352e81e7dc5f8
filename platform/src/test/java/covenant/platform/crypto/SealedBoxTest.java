package covenant.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R-ENV-1")
class SealedBoxTest {
    private static final String CODE = "{\"code\":\"000000\"}";

    @TempDir
    Path directory;

    private SealedBox.Sender sender;

    @BeforeEach
    void open() {
        sender = SealedBox.sender(directory.resolve("shared"), "notification-service");
    }

    private SealedBox.Receiver receiver(String keys) {
        return SealedBox.receiver(
                new LocalSecretFiles(directory.resolve(keys), "notification-service"),
                directory.resolve("shared"),
                "notification-service");
    }

    @Test
    void onlyTheRecipientOpensIt() {
        SealedBox.Receiver receiver = receiver("keys");
        String sealed = sender.seal("notification-1", CODE);

        assertThat(receiver.open("notification-1", sealed))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(CODE);
        assertThat(new String(Base64.getDecoder().decode(sealed), StandardCharsets.ISO_8859_1))
                .doesNotContain("000000");
        SealedBox.Receiver stranger = receiver("other-keys");
        assertThatThrownBy(() -> stranger.open("notification-1", sealed)).isInstanceOf(CiphertextException.class);
    }

    @Test
    void itOpensForItsOwnNotificationOnly() {
        SealedBox.Receiver receiver = receiver("keys");
        String sealed = sender.seal("notification-1", CODE);

        assertThatThrownBy(() -> receiver.open("notification-2", sealed)).isInstanceOf(CiphertextException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "no base64!"})
    void whatIsNoBoxIsRefused(String sealed) {
        SealedBox.Receiver receiver = receiver("keys");

        assertThatThrownBy(() -> receiver.open("notification-1", sealed)).isInstanceOf(CiphertextException.class);
    }

    @Test
    void theKeyPairSurvivesARestart() {
        receiver("keys");
        String sealed = sender.seal("notification-1", CODE);

        assertThat(receiver("keys").open("notification-1", sealed))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(CODE);
    }

    @Test
    void aSenderWaitsForTheKeyAndThenNeedsNoRestart() {
        assertThatThrownBy(() -> sender.seal("notification-1", CODE)).isInstanceOf(KeysUnavailableException.class);

        SealedBox.Receiver receiver = receiver("keys");

        assertThat(receiver.open("notification-1", sender.seal("notification-1", CODE)))
                .isNotEmpty();
    }

    @Test
    void onlyThePublicHalfIsPublished() throws Exception {
        receiver("keys");

        assertThat(Files.readString(directory.resolve("shared/notification-service.sealed-box.public.json")))
                .contains("HpkePublicKey", "ASYMMETRIC_PUBLIC")
                .doesNotContain("PRIVATE");
    }
}
