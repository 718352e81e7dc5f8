package covenant.consent.cookie;

import covenant.platform.idempotency.AnswersAfresh;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Recognising registered users by their cookies, and only at the domain that set them (policy 2.1, 2.3). */
@Path("/v1")
class CookieLinkResource {
    private final CookieLinks links;
    private final Caller caller;

    CookieLinkResource(CookieLinks links, Caller caller) {
        this.links = links;
        this.caller = caller;
    }

    record LinkRequest(
            @NotBlank @Size(max = 80) String name,
            @NotBlank @Size(max = 253) String domain,
            @NotBlank @Size(max = 256) String cookieId) {
        @Override
        public String toString() {
            return "LinkRequest[name=" + name + ", domain=" + domain + ", cookieId=***]";
        }
    }

    /** @param readingDomain who reads; another domain than the issuing one is refused (R-2.1-2) */
    record ReadRequest(
            @NotBlank @Size(max = 80) String name,
            @NotBlank @Size(max = 253) String domain,
            @NotBlank @Size(max = 253) String readingDomain,
            @NotBlank @Size(max = 256) String cookieId) {
        @Override
        public String toString() {
            return "ReadRequest[name=" + name + ", domain=" + domain + ", cookieId=***]";
        }
    }

    record LinkView(String subjectId) {}

    @PUT
    @Path("/subjects/{id}/cookie-links")
    @RolesAllowed(Roles.BACKEND)
    @Transactional
    @Operation(
            summary = "Recognise the person by this cookie from now on; the cookie's id is kept as a keyed hash only")
    public LinkView link(@PathParam("id") String id, @NotNull @Valid LinkRequest request) {
        String subjectId = Subjects.requireSubjectId(id);
        links.link(subjectId, registered(request.name(), request.domain()), request.cookieId());
        return new LinkView(subjectId);
    }

    @DELETE
    @Path("/subjects/{id}/cookie-links")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Transactional
    @Operation(summary = "Log out everywhere: no cookie is recognised as the person any more")
    public LinkView logout(@PathParam("id") String id) {
        String subjectId = Subjects.requireSubjectId(id);
        caller.requireOwn(subjectId);
        links.forget(subjectId);
        return new LinkView(subjectId);
    }

    @POST
    @Path("/cookies/reads")
    @RolesAllowed(Roles.BACKEND)
    @AnswersAfresh
    @Operation(summary = "Whose cookie is this? 404 once the link counts no more")
    public LinkView read(@NotNull @Valid ReadRequest request) {
        if (!request.readingDomain().equals(request.domain())) {
            throw new RefusedException(ProblemCode.FORBIDDEN, "Only the domain that set a cookie may read it.");
        }
        return links.read(registered(request.name(), request.domain()), request.cookieId())
                .map(LinkView::new)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "The cookie is nobody's."));
    }

    private CookieLinks.Registration registered(String name, String domain) {
        return links.registration(name, domain)
                .orElseThrow(() -> new RefusedException(
                        ProblemCode.PURPOSE_NOT_COVERED, "The cookie is not registered (R-2.2-1)."));
    }
}
