package covenant.consent.cookie;

import covenant.consent.grant.GrantService;
import covenant.consent.grant.ServiceImpact;
import covenant.consent.policy.Policies;
import covenant.consent.subject.SubjectState;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jdbi.v3.core.Jdbi;

/** Registration of cookies, and the person's clearing of all that are not necessary (R-2.1-2, R-2.2-2). */
@Path("/v1")
class CookieResource {
    /** The optional ones, with what is lost without them (policy 2.2). */
    private static final List<String> OPTIONAL = List.of("COOKIE_PREFERENCE", "COOKIE_ANALYTICS", "COOKIE_ADVERTISING");

    private static final List<LostFunction> LOST = List.of(
            new LostFunction(
                    "COOKIE_NECESSARY",
                    "SECURITY_REDUCED",
                    "需要重新登录，账号和数据的安全性可能降低",
                    "You log in again; your account and data may be less well protected."),
            new LostFunction(
                    "COOKIE_PREFERENCE",
                    "PREFERENCES_LOST",
                    "偏好设置和表单预填将丢失",
                    "Your settings and prefilled forms are lost."),
            new LostFunction(
                    "COOKIE_ANALYTICS",
                    "HABITS_NOT_REMEMBERED",
                    "不再记住您的浏览习惯",
                    "Your browsing habits are not remembered."),
            new LostFunction(
                    "COOKIE_ADVERTISING", "ADVERTS_NOT_SELECTED", "广告不再按您的情况选择", "Adverts are not selected for you."));

    private final CookieLinks links;
    private final GrantService consents;
    private final Policies policies;
    private final Jdbi jdbi;
    private final Caller caller;
    private final CovenantClock clock;

    CookieResource(
            CookieLinks links,
            GrantService consents,
            Policies policies,
            Jdbi jdbi,
            Caller caller,
            CovenantClock clock) {
        this.links = links;
        this.consents = consents;
        this.policies = policies;
        this.jdbi = jdbi;
        this.caller = caller;
        this.clock = clock;
    }

    record CookieRequest(
            @NotNull @Pattern(regexp = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,80}", message = "must be a cookie name")
            String name,

            @NotNull @Pattern(regexp = "[A-Za-z0-9.-]{1,253}", message = "must be a domain")
            String domain,

            @NotBlank @Size(max = 80) String purpose,

            @NotNull @Pattern(regexp = "P[0-9YMWDTHS]{1,18}|SESSION", message = "must be an ISO-8601 period or SESSION")
            String lifetime) {}

    record LostFunction(String purpose, String effect, String zh, String en) {}

    /**
     * @param kept what is not cleared, because the security of the account needs it
     * @param lostFunctions what works no longer, or less well (policy 2.2)
     */
    record ClearedView(
            String subjectId,
            List<String> cleared,
            List<String> kept,
            List<LostFunction> lostFunctions,
            ServiceImpact serviceImpact) {}

    @POST
    @Path("/cookies")
    @RolesAllowed(Roles.BACKEND)
    @Idempotent
    @Operation(summary = "Register a cookie with its purpose")
    public Response register(@NotNull @Valid CookieRequest request) {
        if (!CookieLifetime.valid(request.lifetime())) {
            throw Refusal.invalid("lifetime", "must be SESSION, or an ISO-8601 period of PT1M to P10Y")
                    .asException();
        }
        if (!request.purpose().startsWith("COOKIE_") || !policies.knowsPurpose(request.purpose())) {
            throw new RefusedException(
                    ProblemCode.PURPOSE_NOT_COVERED,
                    "A cookie serves one of the registered cookie purposes (R-2.2-1).");
        }
        int written =
                jdbi.withHandle(h -> h.createUpdate("insert into cookie_registration (name, domain, purpose, lifetime,"
                                + " registered_at, registered_by) values (:name, :domain, :purpose, :lifetime, :at, :by)"
                                + " on conflict (name, domain) do update set lifetime = excluded.lifetime"
                                + " where cookie_registration.purpose = excluded.purpose")
                        .bind("name", request.name())
                        .bind("domain", request.domain())
                        .bind("purpose", request.purpose())
                        .bind("lifetime", request.lifetime())
                        .bind("at", clock.now())
                        .bind("by", caller.id())
                        .execute());
        if (written == 0) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "The cookie is registered for another purpose.");
        }
        return Response.status(Response.Status.CREATED).entity(request).build();
    }

    @DELETE
    @Path("/subjects/{id}/cookies")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Transactional
    @Operation(summary = "Clear all cookies but the necessary ones, and what was recorded by them")
    public ClearedView clear(@PathParam("id") String id) {
        String subjectId = Subjects.requireSubjectId(id);
        caller.requireOwn(subjectId);
        SubjectState state = consents.clearCookies(subjectId, OPTIONAL);
        links.forget(subjectId);
        return new ClearedView(
                subjectId,
                OPTIONAL,
                List.of("COOKIE_NECESSARY", "SECURITY_LOG"),
                LOST,
                ServiceImpact.of(state, policies.catalogueInForce(), clock.now()));
    }
}
