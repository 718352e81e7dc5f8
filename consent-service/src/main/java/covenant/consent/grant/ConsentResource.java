package covenant.consent.grant;

import covenant.contracts.ConsentEvent.WithdrawalCause;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Giving consent, refusing it, taking it back, and what holds now. */
@Path("/v1")
class ConsentResource {
    private final GrantService service;
    private final ConsentStore store;
    private final Caller caller;

    ConsentResource(GrantService service, ConsentStore store, Caller caller) {
        this.service = service;
        this.store = store;
        this.caller = caller;
    }

    record WithdrawalRequest(@NotEmpty @Size(max = 100) List<@NotBlank @Size(max = 80) String> purposes) {}

    @POST
    @Path("/consents")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Idempotent
    @Operation(summary = "Record what a person granted and refused, with the evidence")
    public Response grant(@NotNull @Valid GrantRequest request) {
        String subjectId = Subjects.requireSubjectId(request.subjectId());
        caller.requireOwn(subjectId);
        return Response.status(Response.Status.CREATED)
                .entity(service.grant(subjectId, request.evidence(), request.items(), caller.has(Roles.BACKEND)))
                .build();
    }

    @POST
    @Path("/subjects/{id}/withdrawals")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Idempotent
    @Operation(summary = "Take consent back, per purpose or all (\"*\"); effective at once, twice is once")
    public Response withdraw(@PathParam("id") String id, @NotNull @Valid WithdrawalRequest request) {
        return Response.ok(service.withdraw(own(id), request.purposes(), WithdrawalCause.WITHDRAWAL))
                .build();
    }

    @GET
    @Path("/subjects/{id}/consents")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "What holds now: live consents, and how the others ended")
    public Page<ConsentView> present(@PathParam("id") String id) {
        return new Page<>(store.present(own(id)).stream().map(ConsentView::of).toList(), null);
    }

    @GET
    @Path("/subjects/{id}/consents/history")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "Every record ever, the oldest first")
    public Page<ConsentView> history(
            @PathParam("id") String id,
            @QueryParam("purpose") @Nullable String purpose,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return store.history(own(id), purpose, PageRequest.of(limit, cursor)).map(ConsentView::of);
    }

    @GET
    @Path("/subjects/{id}/service-impact")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "Which parts of the service are not available given the present consents")
    public ServiceImpact impact(@PathParam("id") String id) {
        return service.impact(own(id));
    }

    private String own(String id) {
        String subjectId = Subjects.requireSubjectId(id);
        caller.requireOwn(subjectId);
        return subjectId;
    }
}
