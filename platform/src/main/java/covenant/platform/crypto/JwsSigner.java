package covenant.platform.crypto;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON Web Signatures (RFC 7515) with Ed25519 ({@code EdDSA}, RFC 8037), and the key set to verify them with. */
@ApplicationScoped
public class JwsSigner {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final Signer signer;

    public JwsSigner(Signer signer) {
        this.signer = signer;
    }

    /** The claims, a JSON object, in compact form with header {@code typ: JWT}. */
    public String sign(String claims) {
        return sign("JWT", claims.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Any payload in compact form.
     *
     * @param type header {@code typ}: letters, digits, {@code + . -}
     */
    public String sign(String type, byte[] payload) {
        if (!type.matches("[A-Za-z0-9+.-]{1,60}")) {
            throw new IllegalArgumentException("not a media type: " + type);
        }
        String header = "{\"alg\":\"EdDSA\",\"typ\":\"" + type + "\",\"kid\":\"" + keyId() + "\"}";
        String signed = encode(header.getBytes(StandardCharsets.UTF_8)) + "." + encode(payload);
        return signed + "." + encode(signer.sign(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The JWK Set (RFC 7517) for {@code GET /v1/keys}; answer it as it is. */
    public Map<String, Object> keySet() {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("kty", "OKP");
        key.put("crv", "Ed25519");
        key.put("x", encode(signer.publicKey()));
        key.put("use", "sig");
        key.put("alg", "EdDSA");
        key.put("kid", keyId());
        return Map.of("keys", List.of(key));
    }

    /** The key's thumbprint (RFC 7638). */
    public String keyId() {
        String canonical = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + encode(signer.publicKey()) + "\"}";
        try {
            return encode(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(byte[] bytes) {
        return BASE64URL.encodeToString(bytes);
    }
}
