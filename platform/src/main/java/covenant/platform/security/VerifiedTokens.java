package covenant.platform.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
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
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

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
    private final InstantSource clock;
    private final Cache<String, SecurityIdentity> verified;

    @Inject
    VerifiedTokens(OidcAuthenticationMechanism oidc) {
        this(oidc, InstantSource.system(), Ticker.systemTicker());
    }

    /** @param clock for expiries, which are dates; @param ticker for how long something was kept, which no change of the clock may lengthen */
    VerifiedTokens(OidcAuthenticationMechanism oidc, InstantSource clock, Ticker ticker) {
        this.oidc = oidc;
        this.clock = clock;
        this.verified = Caffeine.newBuilder()
                .maximumSize(MOST)
                .ticker(ticker)
                .expireAfter(Expiry.<String, SecurityIdentity>creating(
                        (key, identity) -> lifetime(expiresAt(identity), clock.instant())))
                .build();
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        return authenticate(
                context.request().getHeader(HttpHeaders.AUTHORIZATION), () -> oidc.authenticate(context, providers));
    }

    /** @param verify asks the mechanism that verifies; not called for a token that is still known to be good */
    Uni<SecurityIdentity> authenticate(@Nullable String authorization, Supplier<Uni<SecurityIdentity>> verify) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            return verify.get();
        }
        String key = digest(authorization);
        SecurityIdentity known = verified.getIfPresent(key);
        if (known != null && clock.instant().getEpochSecond() < expiresAt(known)) {
            return Uni.createFrom().item(known);
        }
        return verify.get().invoke(identity -> {
            if (identity != null && identity.getPrincipal() instanceof JsonWebToken) {
                verified.put(key, identity);
            }
        });
    }

    /** @param authorization the whole header */
    boolean knows(String authorization) {
        return verified.getIfPresent(digest(authorization)) != null;
    }

    private static long expiresAt(SecurityIdentity identity) {
        return ((JsonWebToken) identity.getPrincipal()).getExpirationTime();
    }

    /** At most {@link #LONGEST}, and not beyond the token's expiry. */
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
