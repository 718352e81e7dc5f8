package covenant.platform.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * A bearer token whose signature, issuer, audience and times were verified is not verified again for up to {@link #LONGEST}, and never beyond its
 * own expiry: a backend calls thousands of times a second with one token, and the signature was a third of the cost of a decision. A key that
 * the provider takes back is therefore refused after {@link #LONGEST} at the latest. Kept under a digest, so that no token stands in the memory.
 * What failed is never kept.
 */
@ApplicationScoped
class VerifiedTokens implements HttpAuthenticationMechanism {
    static final Duration LONGEST = Duration.ofSeconds(30);

    private static final int MOST = 10_000;
    private static final String BEARER = "Bearer ";

    private final OidcAuthenticationMechanism oidc;
    private final Cache<String, SecurityIdentity> verified = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfter(Expiry.<String, SecurityIdentity>creating(VerifiedTokens::lifetime))
            .build();

    VerifiedTokens(OidcAuthenticationMechanism oidc) {
        this.oidc = oidc;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization == null || !authorization.startsWith(BEARER)) {
            return oidc.authenticate(context, providers);
        }
        String key = digest(authorization);
        SecurityIdentity known = verified.getIfPresent(key);
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        return oidc.authenticate(context, providers).invoke(identity -> {
            if (identity != null && identity.getPrincipal() instanceof JsonWebToken) {
                verified.put(key, identity);
            }
        });
    }

    /** @param authorization the whole header */
    boolean knows(String authorization) {
        return verified.getIfPresent(digest(authorization)) != null;
    }

    /** At most {@link #LONGEST}, and not beyond the token's expiry. */
    private static Duration lifetime(String key, SecurityIdentity identity) {
        return lifetime(((JsonWebToken) identity.getPrincipal()).getExpirationTime(), Instant.now());
    }

    static Duration lifetime(long expiresAtSecond, Instant now) {
        Duration left = Duration.between(now, Instant.ofEpochSecond(expiresAtSecond));
        return left.isNegative() ? Duration.ZERO : left.compareTo(LONGEST) < 0 ? left : LONGEST;
    }

    private static String digest(String authorization) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(authorization.getBytes(StandardCharsets.ISO_8859_1));
            return new String(digest, StandardCharsets.ISO_8859_1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return oidc.getChallenge(context);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return oidc.getCredentialTypes();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return oidc.getCredentialTransport(context);
    }

    /** Before the mechanism that it stands in front of, whatever that one's priority is: of two equal ones either may come first. */
    @Override
    public int getPriority() {
        return oidc.getPriority() + 1;
    }
}
