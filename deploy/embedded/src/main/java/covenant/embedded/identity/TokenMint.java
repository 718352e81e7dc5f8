package covenant.embedded.identity;

import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Mints the access tokens that a company's OpenID provider would issue (RFC 9068 claims, RS256). For sandboxes and tests only. */
public final class TokenMint {

    public static final String ISSUER = "https://covenant.local";
    public static final String AUDIENCE = "covenant";
    /** Who asserts an identity, and to whom: not the same as for access, so that neither passes for the other. */
    public static final String LOGIN = "https://login.covenant.local";

    public static final String ASSERTION_AUDIENCE = "covenant-identity";

    private final PrivateKey key;

    public TokenMint(PrivateKey key) {
        this.key = key;
    }

    /** A signed token in compact form. */
    public String mint(TokenRequest request) {
        return sign(claims(request));
    }

    /** As {@link #mint(TokenRequest)}, with some claims of the caller's choice: for tests of what is refused. */
    public String mint(TokenRequest request, Map<String, Object> otherClaims) {
        JwtClaims claims = claims(request);
        otherClaims.forEach(claims::setClaim);
        return sign(claims);
    }

    /** What the company's login says of a person whom it has just authenticated with a second factor; usable once. */
    public String assertion(String subject, Duration lifetime) {
        JwtClaims claims = claims(TokenRequest.of(subject).withSecondFactor().withLifetime(lifetime));
        claims.setIssuer(LOGIN);
        claims.setAudience(ASSERTION_AUDIENCE);
        claims.unsetClaim("groups");
        return sign(claims);
    }

    private String sign(JwtClaims claims) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setHeader("typ", "JWT");
        signature.setKey(key);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("Cannot sign a token", e);
        }
    }

    /** The claims of a request: for tests that sign them wrongly. */
    public static JwtClaims claims(TokenRequest request) {
        Instant now = Instant.now();
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject(request.subject());
        claims.setIssuedAt(NumericDate.fromSeconds(now.minusSeconds(1).getEpochSecond()));
        claims.setExpirationTime(
                NumericDate.fromSeconds(now.plus(request.lifetime()).getEpochSecond()));
        claims.setJwtId(UUID.randomUUID().toString());
        claims.setStringListClaim("groups", request.roles());
        claims.setStringListClaim("amr", request.secondFactor() ? List.of("pwd", "mfa") : List.of("pwd"));
        request.holder().ifPresent(holder -> claims.setStringClaim("holder", holder));
        return claims;
    }
}
