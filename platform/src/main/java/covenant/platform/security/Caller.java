package covenant.platform.security;

import covenant.contracts.Actor;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Who calls, read from the verified token. Identifiers of callers are pseudonymous, as subject ids are. */
@RequestScoped
public class Caller {
    private final SecurityIdentity identity;
    private final SecondFactor secondFactor;

    public Caller(SecurityIdentity identity, SecondFactor secondFactor) {
        this.identity = identity;
        this.secondFactor = secondFactor;
    }

    /** Claim {@code sub}; "anonymous" on public routes. */
    public String id() {
        JsonWebToken token = token();
        return token == null || token.getSubject() == null ? "anonymous" : token.getSubject();
    }

    public Set<String> roles() {
        return new TreeSet<>(identity.getRoles());
    }

    public boolean has(String role) {
        return identity.hasRole(role);
    }

    /** Whether the caller is the data subject and nothing more: then only own data is open. */
    public boolean isSubjectOnly() {
        return has(Roles.SUBJECT)
                && !has(Roles.BACKEND)
                && !has(Roles.PRIVACY_OPERATOR)
                && !has(Roles.COMPLIANCE_AUDITOR)
                && !has(Roles.DPO);
    }

    /** Refuses a SUBJECT who asks about somebody else: 403 {@code FORBIDDEN}. */
    public void requireOwn(String subjectId) {
        if (isSubjectOnly() && !id().equals(subjectId)) {
            throw new RefusedException(ProblemCode.FORBIDDEN, "A data subject sees and changes own data only.");
        }
    }

    /** Claim {@code holder} of a HOLDER; 403 when the token has none. */
    public String requireHolder() {
        return holder().orElseThrow(
                        () -> new RefusedException(ProblemCode.FORBIDDEN, "The token names no data holder."));
    }

    public Optional<String> holder() {
        JsonWebToken token = token();
        return token == null ? Optional.empty() : Optional.ofNullable(text(token.getClaim("holder")));
    }

    /** Refuses a token without second factor: 401 {@code MFA_REQUIRED}. */
    public void requireMfa() {
        if (!hasSecondFactor()) {
            throw new RefusedException(ProblemCode.MFA_REQUIRED, "This act needs a second factor.");
        }
    }

    public boolean hasSecondFactor() {
        JsonWebToken token = token();
        return token != null
                && texts(token.getClaim("amr")).contains("mfa")
                && secondFactor.isFresh(authTime(token), token.getIssuedAtTime());
    }

    /** The caller as actor of events: the first role in order of power, and the id. */
    public Actor actor() {
        List<String> order = List.of(
                Roles.DPO,
                Roles.APPROVER,
                Roles.PRIVACY_OPERATOR,
                Roles.COMPLIANCE_AUDITOR,
                Roles.OPS,
                Roles.BACKEND,
                Roles.HOLDER,
                Roles.SUBJECT);
        String type = order.stream().filter(this::has).findFirst().orElse("ANONYMOUS");
        return new Actor(type, id());
    }

    private @Nullable JsonWebToken token() {
        return identity.getPrincipal() instanceof JsonWebToken token ? token : null;
    }

    /** By the names that the token holds: a missing claim reads as 0, the year 1970, and {@code containsClaim} believes it. */
    private static @Nullable Long authTime(JsonWebToken token) {
        Object claim = token.getClaimNames().contains("auth_time") ? token.getClaim("auth_time") : null;
        return switch (claim) {
            case JsonNumber json -> json.longValue();
            case Number number -> number.longValue();
            case null, default -> null;
        };
    }

    private static @Nullable String text(@Nullable Object claim) {
        return switch (claim) {
            case null -> null;
            case JsonString json -> json.getString();
            case String string -> string;
            default -> null;
        };
    }

    private static List<String> texts(@Nullable Object claim) {
        return switch (claim) {
            case null -> List.of();
            case JsonArray array ->
                array.stream()
                        .filter(JsonString.class::isInstance)
                        .map(v -> ((JsonString) v).getString())
                        .toList();
            case Collection<?> values -> values.stream().map(String::valueOf).toList();
            case String string -> List.of(string);
            default -> List.of();
        };
    }
}
