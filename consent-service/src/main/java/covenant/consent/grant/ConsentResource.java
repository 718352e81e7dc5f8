package covenant.consent.grant;

import covenant.contracts.ConsentEvent.WithdrawalCause;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
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
    private final DeviceAcceptances devices;
    private final ConsentStore store;
    private final Caller caller;

    ConsentResource(GrantService service, DeviceAcceptances devices, ConsentStore store, Caller caller) {
        this.service = service;
        this.devices = devices;
        this.store = store;
        this.caller = caller;
    }

    record ConfirmationRequest(
            @NotNull @Pattern(regexp = "[A-Za-z0-9._:-]{8,128}", message = "must be 8-128 of A-Z a-z 0-9 . _ : -")
            String deviceId) {
        @Override
        public String toString() {
            return "ConfirmationRequest[deviceId=***]";
        }
    }

    record WithdrawalRequest(@NotEmpty @Size(max = 100) List<@NotBlank @Size(max = 80) String> purposes) {}

    @POST
    @Path("/consents")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Idempotent
    @Operation(summary = "Record what a person granted and refused, with the evidence")
    public Response grant(@NotNull @Valid GrantRequest request) {
        if (request.subjectId() == null) {
            return anonymous(request);
        }
        if (request.deviceId() != null) {
            throw Refusal.invalid("deviceId", "stands only where no subjectId does")
                    .asException();
        }
        String subjectId = Subjects.requireSubjectId(request.subjectId());
        caller.requireOwn(subjectId);
        return Response.status(Response.Status.CREATED)
                .entity(service.grant(subjectId, request.evidence(), request.items(), caller.has(Roles.BACKEND)))
                .build();
    }

    /** Kept against the device, counts for nobody until the registration confirms it (R-SIG-1). */
    private Response anonymous(GrantRequest request) {
        if (request.deviceId() == null) {
            throw Refusal.invalid("subjectId", "must not be null").asException();
        }
        if (caller.isSubjectOnly()) {
            throw new RefusedException(ProblemCode.FORBIDDEN, "A known person accepts under the own id.");
        }
        return Response.status(Response.Status.CREATED)
                .entity(devices.accept(request.deviceId(), request.evidence(), request.items()))
                .build();
    }

    @POST
    @Path("/subjects/{id}/device-acceptances")
    @RolesAllowed(Roles.BACKEND)
    @Idempotent
    @Operation(
            summary = "Confirm at registration what was accepted on the device: from now on it counts for the person")
    public Response confirm(@PathParam("id") String id, @NotNull @Valid ConfirmationRequest request) {
        return Response.status(Response.Status.CREATED)
                .entity(devices.confirm(own(id), request.deviceId()))
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
