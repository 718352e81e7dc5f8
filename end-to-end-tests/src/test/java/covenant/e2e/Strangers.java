package covenant.e2e;

import covenant.embedded.identity.LocalKeys;
import covenant.embedded.identity.TokenMint;
import covenant.embedded.identity.TokenRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tokens that must open nothing: none at all, and some that say everything right but are not to be trusted. */
final class Strangers {

    private static final String[] EVERY_ROLE = {
        "BACKEND", "SUBJECT", "HOLDER", "PRIVACY_OPERATOR", "APPROVER", "DPO", "COMPLIANCE_AUDITOR", "OPS"
    };

    private Strangers() {}

    static Map<String, Optional<String>> tokens(LocalKeys keys) {
        TokenRequest powerful = TokenRequest.of("stranger-1", EVERY_ROLE).withSecondFactor();
        Map<String, Optional<String>> tokens = new LinkedHashMap<>();
        tokens.put("none", Optional.empty());
        tokens.put("garbage", Optional.of("not-a-token"));
        tokens.put("unsigned (alg=none)", Optional.of(unsigned(powerful)));
        tokens.put(
                "signed by a stranger",
                Optional.of(new TokenMint(LocalKeys.generate().getPrivate()).mint(powerful)));
        tokens.put(
                "expired",
                Optional.of(new TokenMint(keys.tokenSigningKey()).mint(powerful.withLifetime(Duration.ofHours(-1)))));
        TokenMint mint = new TokenMint(keys.tokenSigningKey());
        tokens.put("for another system", Optional.of(mint.mint(powerful, Map.of("aud", "another-system"))));
        tokens.put(
                "in another issuer's name",
                Optional.of(mint.mint(powerful, Map.of("iss", "https://issuer.example.org"))));
        return tokens;
    }

    private static String unsigned(TokenRequest request) {
        return base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "."
                + base64(TokenMint.claims(request).toJson()) + ".";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
