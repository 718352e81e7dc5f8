package covenant.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.HashUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checked with another implementation: jose4j and the JDK. */
class JwsSignerTest {
    private static final String CLAIMS = "{\"sub\":\"subject-1\",\"note\":\"签名\"}";

    @TempDir
    Path directory;

    private Signer signer;
    private JwsSigner jws;

    @BeforeEach
    void open() {
        signer = new LocalSigner(new LocalSecretFiles(directory, "consent-service"));
        jws = new JwsSigner(signer);
    }

    @Test
    void anyoneCanVerifyWithThePublishedKey() throws Exception {
        JsonWebSignature read = read(jws.sign(CLAIMS));

        assertThat(read.verifySignature()).isTrue();
        assertThat(read.getPayload()).isEqualTo(CLAIMS);
        assertThat(read.getHeader("typ")).isEqualTo("JWT");
    }

    @Test
    void aChangedPayloadDoesNotVerify() throws Exception {
        String[] parts = jws.sign(CLAIMS).split("\\.");
        String forged = parts[0] + "."
                + java.util.Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"sub\":\"subject-2\"}".getBytes(StandardCharsets.UTF_8))
                + "." + parts[2];

        assertThat(read(forged).verifySignature()).isFalse();
    }

    @Test
    void theKeyIdIsTheThumbprint() throws Exception {
        assertThat(publishedKey().calculateBase64urlEncodedThumbprint(HashUtil.SHA_256))
                .isEqualTo(jws.keyId());
    }

    @Test
    void theKeySurvivesARestartAndIsNotPublished() throws Exception {
        JwsSigner restarted = new JwsSigner(new LocalSigner(new LocalSecretFiles(directory, "consent-service")));

        assertThat(restarted.keyId()).isEqualTo(jws.keyId());
        assertThat(new ObjectMapper().writeValueAsString(jws.keySet())).doesNotContain("\"d\"");
    }

    @Test
    void aBareSignatureVerifiesWithTheJdk() throws Exception {
        byte[] message = "checkpoint\n1\n".getBytes(StandardCharsets.UTF_8);
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(((PublicJsonWebKey) publishedKey()).getPublicKey());
        verifier.update(message);

        assertThat(signer.publicKey()).hasSize(32);
        assertThat(verifier.verify(signer.sign(message))).isTrue();
    }

    private JsonWebSignature read(String compact) throws Exception {
        JsonWebSignature read = new JsonWebSignature();
        read.setAlgorithmConstraints(
                new AlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA));
        read.setCompactSerialization(compact);
        assertThat(read.getKeyIdHeaderValue()).isEqualTo(publishedKey().getKeyId());
        read.setKey(publishedKey().getKey());
        return read;
    }

    private JsonWebKey publishedKey() throws Exception {
        return new JsonWebKeySet(new ObjectMapper().writeValueAsString(jws.keySet()))
                .getJsonWebKeys()
                .getFirst();
    }
}
