package covenant.testing;

import covenant.embedded.identity.LocalKeys;
import covenant.embedded.identity.TokenMint;
import covenant.embedded.identity.TokenRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** Access tokens of every kind a test needs, good and bad. Each call mints a new one. */
public final class Tokens {

    private Tokens() {}

    public static String backend() {
        return mint(TokenRequest.of("backend-1", "BACKEND"));
    }

    /** The person herself. */
    public static String subject(String subjectId) {
        return mint(TokenRequest.of(subjectId, "SUBJECT"));
    }

    public static String holder(String holderId) {
        return mint(TokenRequest.of("system-of-" + holderId, "HOLDER").withHolder(holderId));
    }

    public static String operator() {
        return mint(TokenRequest.of("operator-1", "PRIVACY_OPERATOR"));
    }

    public static String operatorMfa() {
        return mint(TokenRequest.of("operator-1", "PRIVACY_OPERATOR").withSecondFactor());
    }

    /** An approver without second factor. */
    public static String approver(String subject) {
        return mint(TokenRequest.of(subject, "APPROVER"));
    }

    public static String approverMfa(String subject) {
        return mint(TokenRequest.of(subject, "APPROVER").withSecondFactor());
    }

    public static String dpo() {
        return mint(TokenRequest.of("dpo-1", "DPO"));
    }

    public static String dpoMfa() {
        return mint(TokenRequest.of("dpo-1", "DPO").withSecondFactor());
    }

    public static String auditor() {
        return mint(TokenRequest.of("auditor-1", "COMPLIANCE_AUDITOR"));
    }

    public static String auditorMfa() {
        return mint(TokenRequest.of("auditor-1", "COMPLIANCE_AUDITOR").withSecondFactor());
    }

    public static String ops() {
        return mint(TokenRequest.of("ops-1", "OPS"));
    }

    public static String opsMfa() {
        return mint(TokenRequest.of("ops-1", "OPS").withSecondFactor());
    }

    /** Any other combination. */
    public static String mint(TokenRequest request) {
        return new TokenMint(SharedServers.keys().tokenSigningKey()).mint(request);
    }

    /** Well signed, and over an hour ago. */
    public static String expired(String... roles) {
        return mint(TokenRequest.of("late-1", roles).withSecondFactor().withLifetime(Duration.ofHours(-1)));
    }

    /** Says everything right, signed by a stranger. */
    public static String foreignKey(String... roles) {
        return new TokenMint(LocalKeys.generate().getPrivate())
                .mint(TokenRequest.of("stranger-1", roles).withSecondFactor());
    }

    /** Says everything right and is not signed at all ({@code alg=none}). */
    public static String algNone(String... roles) {
        String payload = TokenMint.claims(TokenRequest.of("nobody-1", roles).withSecondFactor())
                .toJson();
        return base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + base64(payload) + ".";
    }

    /** Well signed, and meant for another system. */
    public static String foreignAudience(String... roles) {
        return mint(Map.of("aud", "another-system"), roles);
    }

    /** Well signed, and issued in another name. */
    public static String foreignIssuer(String... roles) {
        return mint(Map.of("iss", "https://issuer.example.org"), roles);
    }

    /** Good, but the second factor was given yesterday. */
    public static String staleSecondFactor(String... roles) {
        return mint(Map.of("auth_time", System.currentTimeMillis() / 1_000 - 86_400), roles);
    }

    private static String mint(Map<String, Object> claims, String... roles) {
        return new TokenMint(SharedServers.keys().tokenSigningKey())
                .mint(TokenRequest.of("somebody-1", roles).withSecondFactor(), claims);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
