package covenant.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import covenant.testing.CovenantServers;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** The beans together in a running application, under its transaction manager and pool. */
@QuarkusTest
@QuarkusTestResource(
        value = CovenantServers.class,
        initArgs = @ResourceArg(name = "service", value = "platform-clock-resource"))
class CryptoInQuarkusIT {
    private static final String FIELD = "person.name";

    @Inject
    FieldCipher cipher;

    @Inject
    SubjectKeys keys;

    @Inject
    KeyRotation rotation;

    @Inject
    KeyEncryption kek;

    @Inject
    SealedBox.Sender sender;

    @Inject
    JwsSigner jws;

    @Inject
    BlindIndex index;

    @Test
    void aKeyBelongsToTheCallersTransaction() {
        QuarkusTransaction.begin();
        byte[] lost = cipher.encrypt("tx-1", FIELD, "张三");
        QuarkusTransaction.rollback();
        assertThatThrownBy(() -> cipher.decrypt("tx-1", FIELD, lost)).isInstanceOf(CiphertextException.class);

        byte[] kept = QuarkusTransaction.requiringNew().call(() -> cipher.encrypt("tx-1", FIELD, "张三"));
        assertThat(cipher.decrypt("tx-1", FIELD, kept).text()).contains("张三");
    }

    @Test
    void shreddingRollsBackWithItsTransactionAndHoldsOnceCommitted() {
        byte[] stored = cipher.encrypt("tx-2", FIELD, "李四");

        QuarkusTransaction.begin();
        keys.shred("tx-2");
        assertThat(cipher.decrypt("tx-2", FIELD, stored)).isEqualTo(new Decrypted.Erased());
        QuarkusTransaction.rollback();
        assertThat(cipher.decrypt("tx-2", FIELD, stored).text()).contains("李四");

        QuarkusTransaction.requiringNew().run(() -> keys.shred("tx-2"));
        assertThat(cipher.decrypt("tx-2", FIELD, stored)).isEqualTo(new Decrypted.Erased());
        assertThatThrownBy(() -> cipher.encrypt("tx-2", FIELD, "x")).isInstanceOf(SubjectErasedException.class);
    }

    @Test
    void rotatesWhileRunning() {
        byte[] stored = QuarkusTransaction.requiringNew().call(() -> cipher.encrypt("tx-3", FIELD, "王五"));
        int before = kek.currentVersion();

        assertThat(rotation.rotateNow()).isTrue();

        assertThat(kek.oldestVersion()).isGreaterThan(before);
        assertThat(cipher.decrypt("tx-3", FIELD, stored).text()).contains("王五");
    }

    @Test
    void theServicesOwnKeysAreThere() {
        assertThat(jws.keySet()).containsKey("keys");
        assertThat(index.hmac("phone", "+8610000000001")).hasSize(32);
        assertThatThrownBy(() -> sender.seal("notification-1", "{}"))
                .as("nobody has published a key here")
                .isInstanceOf(KeysUnavailableException.class);
    }
}
