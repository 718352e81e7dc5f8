package covenant.embedded.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenMintTest {

    @TempDir
    Path directory;

    @Test
    void tokenVerifiesWithThePublishedKey() throws Exception {
        LocalKeys keys = LocalKeys.in(directory);
        String token = new TokenMint(keys.tokenSigningKey())
                .mint(TokenRequest.of("h-1", "HOLDER")
                        .withHolder("core-banking")
                        .withSecondFactor());
        PublicKey key = KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(keys.tokenPublicKey())));

        JwtClaims claims = new JwtConsumerBuilder()
                .setVerificationKey(key)
                .setExpectedIssuer(TokenMint.ISSUER)
                .setExpectedAudience(TokenMint.AUDIENCE)
                .setRequireExpirationTime()
                .build()
                .processToClaims(token);

        assertThat(claims.getSubject()).isEqualTo("h-1");
        assertThat(claims.getStringListClaimValue("groups")).containsExactly("HOLDER");
        assertThat(claims.getStringListClaimValue("amr")).contains("mfa");
        assertThat(claims.getStringClaimValue("holder")).isEqualTo("core-banking");
    }

    @Test
    void keysAndPasswordsStayTheSameAndPrivate() throws Exception {
        String key = LocalKeys.in(directory).tokenPublicKey();
        String password = LocalKeys.in(directory).password("consent");

        assertThat(LocalKeys.in(directory).tokenPublicKey()).isEqualTo(key);
        assertThat(LocalKeys.in(directory).password("consent"))
                .isEqualTo(password)
                .matches("[0-9a-f]{32}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
    }
}
