package covenant.request.verification;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jspecify.annotations.Nullable;

/**
 * Assertions of the company's login: a signed JWT (RFC 7519) that says this person was just authenticated with a second
 * factor. An access token is none: the audience differs. Asymmetric algorithms only; expiry follows the system's clock, and so does what is remembered of those that were used.
 */
@ApplicationScoped
class Assertions {
    private static final int SKEW_SECONDS = 30;

    private final Optional<String> jwksUrl;
    private final Optional<String> publicKey;
    private final Optional<String> issuer;
    private final String audience;
    private final Duration maxAge;
    private volatile @Nullable HttpsJwksVerificationKeyResolver resolver;

    Assertions(
            @ConfigProperty(name = "covenant.request.assertion.jwks-url") Optional<String> jwksUrl,
            @ConfigProperty(name = "covenant.request.assertion.public-key") Optional<String> publicKey,
            @ConfigProperty(name = "covenant.request.assertion.issuer") Optional<String> issuer,
            @ConfigProperty(name = "covenant.request.assertion.audience") String audience,
            @ConfigProperty(name = "covenant.request.assertion.max-age") Duration maxAge) {
        this.jwksUrl = jwksUrl;
        this.publicKey = publicKey;
        this.issuer = issuer;
        this.audience = audience;
        this.maxAge = maxAge;
    }

    /** @param id what makes the assertion usable once: a digest of the whole */
    record Accepted(byte[] id, Instant expiresAt) {}

    boolean configured() {
        return jwksUrl.isPresent() || publicKey.isPresent();
    }

    /** Empty unless it is valid, recent, of this person, with a second factor. */
    Optional<Accepted> check(String assertion, String subjectId) {
        if (!configured()) {
            return Optional.empty();
        }
        try {
            JwtClaims claims = consumer(subjectId).processToClaims(assertion);
            return secondFactor(claims) ? Optional.of(accepted(assertion, claims)) : Optional.empty();
        } catch (InvalidJwtException | MalformedClaimException invalid) {
            return Optional.empty();
        }
    }

    private org.jose4j.jwt.consumer.JwtConsumer consumer(String subjectId) {
        JwtConsumerBuilder builder = new JwtConsumerBuilder()
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setIssuedAtRestrictions(SKEW_SECONDS, (int) maxAge.toSeconds())
                .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                .setExpectedSubject(subjectId)
                .setExpectedAudience(audience)
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(
                        ConstraintType.PERMIT,
                        AlgorithmIdentifiers.RSA_USING_SHA256,
                        AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
                        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                        AlgorithmIdentifiers.EDDSA));
        issuer.ifPresent(builder::setExpectedIssuer);
        if (publicKey.isPresent()) {
            builder.setVerificationKey(rsa(publicKey.get()));
        } else {
            builder.setVerificationKeyResolver(resolver());
        }
        return builder.build();
    }

    private HttpsJwksVerificationKeyResolver resolver() {
        HttpsJwksVerificationKeyResolver known = resolver;
        if (known == null) {
            known = new HttpsJwksVerificationKeyResolver(new HttpsJwks(jwksUrl.orElseThrow()));
            resolver = known;
        }
        return known;
    }

    private static boolean secondFactor(JwtClaims claims) throws MalformedClaimException {
        return claims.hasClaim("amr")
                && claims.isClaimValueStringList("amr")
                && List.copyOf(claims.getStringListClaimValue("amr")).contains("mfa");
    }

    private static Accepted accepted(String assertion, JwtClaims claims) throws MalformedClaimException {
        NumericDate expires = claims.getExpirationTime();
        try {
            String signed = assertion.substring(0, assertion.lastIndexOf('.'));
            byte[] id = MessageDigest.getInstance("SHA-256").digest(signed.getBytes(StandardCharsets.UTF_8));
            return new Accepted(
                    id, Instant.ofEpochMilli(expires.getValueInMillis()).plusSeconds(2 * SKEW_SECONDS));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PublicKey rsa(String base64) {
        String plain = base64.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(plain)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("covenant.request.assertion.public-key is no RSA key in X.509 form", e);
        }
    }
}
