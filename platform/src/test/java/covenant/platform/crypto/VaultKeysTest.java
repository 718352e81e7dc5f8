package covenant.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.crypto.tink.subtle.Ed25519Verify;
import covenant.platform.crypto.vault.Acl;
import covenant.platform.crypto.vault.VaultStub;
import covenant.platform.crypto.vault.VaultUnderTest;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each service with the rights of its own policy, over real HTTP; against a real Vault or OpenBao where {@code VAULT_ADDR} names one. The
 * stub is prepared by the same script that an operator runs.
 */
@Tag("R-4.1.1-1")
@Tag("R-4.1.1-2")
class VaultKeysTest {
    private static final byte[] KEY = "a data key of thirty-two bytes!!".getBytes(UTF_8);
    private static final byte[] PERSON = SubjectKeys.context("s-1");
    private static final byte[] OTHER = SubjectKeys.context("s-2");
    private static final List<String> SERVICES = List.of(
            "data-subject-request-service",
            "notification-service",
            "consent-service",
            "retention-service",
            "audit-service");
    private static VaultUnderTest vault;

    @BeforeAll
    static void start() throws Exception {
        vault = new VaultUnderTest();
        vault.bootstrap();
    }

    @AfterAll
    static void stop() {
        vault.close();
    }

    private static VaultCustodian custodian(String service) throws Exception {
        return new VaultCustodian(vault.client(service), "transit", "covenant", service);
    }

    @Test
    void theScriptMayBeRepeatedAndLosesNothing() throws Exception {
        KeyEncryption kek = custodian("audit-service").keyEncryption();
        WrappedKey wrapped = kek.wrap(KEY, PERSON);

        assertThat(vault.bootstrap()).doesNotContain("made key");

        assertThat(kek.unwrap(wrapped, PERSON)).isEqualTo(KEY);
    }

    @Test
    void eachServiceAccountGetsItsOwnPolicyAndNoOther() throws Exception {
        assumeTrue(vault.stub().isPresent(), "a real Vault would need a cluster");
        vault.bootstrap(Map.of("VAULT_KUBERNETES_NAMESPACE", "covenant"));

        Map<String, JsonNode> logins = vault.stub().orElseThrow().logins();
        assertThat(logins).hasSize(6);
        SERVICES.forEach(service -> {
            JsonNode role = logins.get("kubernetes/role/covenant-" + service);
            assertThat(role.path("bound_service_account_names")).hasToString("[\"" + service + "\"]");
            assertThat(role.path("bound_service_account_namespaces")).hasToString("[\"covenant\"]");
            assertThat(role.path("token_policies")).hasToString("[\"covenant-" + service + "\"]");
        });
    }

    @Test
    void aWrappedKeyOpensForItsPersonOnly() throws Exception {
        KeyEncryption kek = custodian("consent-service").keyEncryption();
        WrappedKey wrapped = kek.wrap(KEY, PERSON);
        byte[] changed = wrapped.bytes().clone();
        changed[changed.length - 5] = (byte) (changed[changed.length - 5] == 'A' ? 'B' : 'A');

        assertThat(new String(wrapped.bytes(), UTF_8)).startsWith("vault:v").doesNotContain("a data key");
        assertThat(kek.unwrap(wrapped, PERSON)).isEqualTo(KEY);
        assertThatThrownBy(() -> kek.unwrap(wrapped, OTHER)).isInstanceOf(CiphertextException.class);
        assertThatThrownBy(() -> kek.unwrap(new WrappedKey(changed, wrapped.kekVersion()), PERSON))
                .isInstanceOf(CiphertextException.class);
        assertThatThrownBy(() -> kek.rewrapAll(List.of(new KeyEncryption.Bound(wrapped, OTHER))))
                .isInstanceOf(CiphertextException.class);
    }

    @Test
    void rotationRewrapsInOneCallAndTheOldVersionsAreGone() throws Exception {
        KeyEncryption kek = custodian("retention-service").keyEncryption();
        WrappedKey first = kek.wrap(KEY, PERSON);
        WrappedKey second = kek.wrap(KEY, OTHER);

        int version = kek.rotate();
        List<WrappedKey> rewrapped =
                kek.rewrapAll(List.of(new KeyEncryption.Bound(first, PERSON), new KeyEncryption.Bound(second, OTHER)));
        assertThat(kek.oldestVersion()).as("still there until destroyed").isLessThan(version);
        kek.destroyBefore(version);
        kek.destroyBefore(version);

        assertThat(rewrapped).allSatisfy(key -> assertThat(key.kekVersion()).isEqualTo(version));
        assertThat(kek.oldestVersion()).isEqualTo(kek.currentVersion()).isEqualTo(version);
        assertThat(kek.unwrap(rewrapped.get(1), OTHER)).isEqualTo(KEY);
        assertThatThrownBy(() -> kek.unwrap(first, PERSON)).isInstanceOf(KeyDestroyedException.class);
        assertThatThrownBy(() -> kek.destroyBefore(version + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"consent-service", "retention-service", "audit-service"})
    void whatVaultSignsAnyoneCanVerify(String service) throws Exception {
        Signer signer = custodian(service).signer();
        byte[] message = "a checkpoint, a receipt, a certificate".getBytes(UTF_8);

        new Ed25519Verify(signer.publicKey()).verify(signer.sign(message), message);

        assertThat(signer.sign(message)).hasSize(64);
        assertThat(custodian(service).signer().publicKey())
                .as("another replica")
                .isEqualTo(signer.publicKey());
    }

    @Test
    void replicasThatStartAtOnceAgreeOnASecret() throws Exception {
        List<Future<byte[]>> secrets = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                byte[] mine = {(byte) i, 1, 2};
                ServiceSecrets replica = custodian("consent-service").secrets();
                secrets.add(executor.submit(() -> replica.loadOrCreate("blind-index", () -> mine)));
            }
        }
        Set<String> distinct = new HashSet<>();
        for (Future<byte[]> secret : secrets) {
            distinct.add(java.util.HexFormat.of().formatHex(secret.get()));
        }
        assertThat(distinct).hasSize(1);
    }

    @Test
    void aSealedBoxTravelsBetweenServicesThroughVaultsPublicKeys() throws Exception {
        VaultCustodian requests = custodian("data-subject-request-service");
        VaultCustodian notices = custodian("notification-service");
        SealedBox.Receiver receiver =
                SealedBox.receiver(notices.secrets(), notices.publicKeys(), "notification-service");

        String box =
                SealedBox.sender(requests.publicKeys(), "notification-service").seal("n-1", "one-time code");

        assertThat(new String(receiver.open("n-1", box), UTF_8)).isEqualTo("one-time code");
        assertThatThrownBy(() -> requests.publicKeys().publish("notification-service", new byte[1]))
                .as("only the recipient publishes its key")
                .isInstanceOf(KeysUnavailableException.class);
    }

    /** Least privilege, by trying: another service's key, secret and signature. */
    @ParameterizedTest
    @CsvSource({
        "consent-service, audit-service",
        "data-subject-request-service, consent-service",
        "retention-service, notification-service",
        "notification-service, retention-service",
        "audit-service, data-subject-request-service"
    })
    void noServiceReachesTheKeysOfAnother(String service, String other) throws Exception {
        VaultCustodian foreign = new VaultCustodian(vault.client(service), "transit", "covenant", other);

        assertThatThrownBy(() -> foreign.keyEncryption().wrap(KEY, PERSON))
                .isInstanceOf(KeysUnavailableException.class);
        assertThatThrownBy(() ->
                        foreign.keyEncryption().unwrap(new WrappedKey("vault:v1:AAAA".getBytes(UTF_8), 1), PERSON))
                .isInstanceOf(KeysUnavailableException.class);
        assertThatThrownBy(() -> foreign.signer().sign(KEY)).isInstanceOf(KeysUnavailableException.class);
        assertThatThrownBy(() -> foreign.secrets().loadOrCreate("blind-index", () -> KEY))
                .isInstanceOf(KeysUnavailableException.class);
    }

    @Test
    void aSealedVaultIsAnErrorThatPasses() throws Exception {
        assumeTrue(vault.stub().isPresent(), "a real Vault is not sealed by a test");
        VaultStub stub = vault.stub().orElseThrow();
        KeyEncryption kek = custodian("consent-service").keyEncryption();
        WrappedKey wrapped = kek.wrap(KEY, PERSON);

        stub.seal();
        try {
            assertThatThrownBy(() -> kek.wrap(KEY, PERSON)).isInstanceOf(KeysUnavailableException.class);
            assertThatThrownBy(() -> kek.unwrap(wrapped, PERSON)).isInstanceOf(KeysUnavailableException.class);
            assertThatThrownBy(kek::currentVersion).isInstanceOf(KeysUnavailableException.class);
        } finally {
            stub.unseal();
        }
        assertThat(kek.unwrap(wrapped, PERSON)).isEqualTo(KEY);
    }

    /** The policies allow what the code uses, and nothing that it does not use. */
    @Test
    void everyRightOfAPolicyIsUsedAndNoOther() throws Exception {
        Map<String, List<String>> reads = Map.of(
                "consent-service", List.of("data-subject-request-service"),
                "data-subject-request-service", List.of("notification-service"),
                "notification-service", List.of("data-subject-request-service"));
        Map<String, Set<String>> granted = new HashMap<>();
        Map<String, Set<String>> used = new HashMap<>();
        for (String service : SERVICES) {
            try (VaultUnderTest fresh = new VaultUnderTest()) {
                assumeTrue(fresh.stub().isPresent(), "a real Vault does not tell which rights were used");
                fresh.bootstrap();
                useEverything(new VaultCustodian(fresh.client(service), "transit", "covenant", service), reads);
                used.put(service, new TreeSet<>(fresh.stub().orElseThrow().used()));
                granted.put(service, rights(service));
            }
        }
        assertThat(used).isEqualTo(granted);
    }

    private static void useEverything(VaultCustodian mine, Map<String, List<String>> reads) throws Exception {
        KeyEncryption kek = mine.keyEncryption();
        WrappedKey wrapped = kek.wrap(KEY, PERSON);
        kek.unwrap(wrapped, PERSON);
        int version = kek.rotate();
        kek.rewrapAll(List.of(new KeyEncryption.Bound(wrapped, PERSON)));
        kek.destroyBefore(version);
        new BlindIndex(mine.secrets()).hmac("field", "value");
        new BlindIndex(mine.secrets()).hmac("field", "value");
        String service = mine.service();
        if (Files.readString(VaultUnderTest.DEPLOY.resolve("policies/" + service + ".hcl"))
                .contains("-signing")) {
            new JwsSigner(mine.signer()).sign("{}");
        }
        if (service.equals("data-subject-request-service") || service.equals("notification-service")) {
            SealedBox.receiver(mine.secrets(), mine.publicKeys(), service);
            mine.publicKeys().publish(service, KEY);
        }
        reads.getOrDefault(service, List.of())
                .forEach(other -> mine.publicKeys().find(other));
    }

    private static Set<String> rights(String service) throws Exception {
        return Acl.parse(Files.readString(VaultUnderTest.DEPLOY.resolve("policies/" + service + ".hcl")))
                .rules()
                .entrySet()
                .stream()
                .flatMap(rule ->
                        rule.getValue().capabilities().stream().map(capability -> capability + " " + rule.getKey()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
