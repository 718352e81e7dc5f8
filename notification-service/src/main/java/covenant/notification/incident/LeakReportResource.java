package covenant.notification.incident;

import covenant.notification.template.CategoryLabels;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Roles;
import covenant.platform.web.Subjects;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Anyone may report a leak, without login; the answer tells nothing about anybody (policy 4.1.3(3)). */
@Path("/v1")
class LeakReportResource {
    private final LeakReports reports;
    private final CategoryLabels catalogue;
    private final RateLimit limit;
    private final RoutingContext http;
    private final String contact;

    LeakReportResource(
            LeakReports reports,
            CategoryLabels catalogue,
            RateLimit limit,
            RoutingContext http,
            @ConfigProperty(name = "covenant.controller.contact") String contact) {
        this.reports = reports;
        this.catalogue = catalogue;
        this.limit = limit;
        this.http = http;
        this.contact = contact;
    }

    record LeakReportRequest(
            @NotBlank @Size(max = 5_000) String description,
            @Nullable @Size(max = 50) List<@NotBlank @Size(max = 64) String> categories,
            @Nullable @Size(max = 64) String accountId,

            @Nullable @Size(max = 254) @Pattern(regexp = "[^\\p{Cntrl}]+")
            String contact) {
        @Override
        public String toString() {
            return "LeakReportRequest[redacted]";
        }
    }

    record LeakReportAnswer(UUID id, String status, String contact) {}

    @POST
    @Path("/leak-reports")
    @PermitAll
    @Idempotent
    @Operation(summary = "Report a leak of personal data; no login needed")
    public Response report(@NotNull @Valid LeakReportRequest request) {
        if (!limit.allows(http.request().remoteAddress().hostAddress())) {
            throw new RefusedException(ProblemCode.RATE_LIMITED, "Too many reports; please try again in a minute.");
        }
        List<String> categories = request.categories() == null ? List.of() : request.categories();
        if (!catalogue.unknown(categories).isEmpty()) {
            throw new RefusedException(ProblemCode.CATEGORY_UNKNOWN, "The catalogue has no such category.");
        }
        String accountId = request.accountId() == null ? null : Subjects.requireAccountId(request.accountId());
        UUID id = reports.open(categories, request.description(), accountId, request.contact());
        return Response.status(Response.Status.CREATED)
                .entity(new LeakReportAnswer(id, "RECEIVED", contact))
                .build();
    }

    @GET
    @Path("/leak-reports")
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @Operation(summary = "Reports of leaks, newest first")
    public Page<LeakReports.LeakReportView> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(reports.list(page), page, r -> List.of(r.receivedAt().toString(), r.id().toString()));
    }

    @GET
    @Path("/contact")
    @PermitAll
    @Operation(summary = "Where to turn with a leak or a question")
    public Map<String, String> contact() {
        return Map.of("contact", contact);
    }
}
