package covenant.consent.holder;

import covenant.contracts.HolderEntry;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The register of internal systems and of recipients. */
@Path("/v1/holders")
class HolderResource {
    private final HolderService service;
    private final HolderStore store;
    private final CeilingAct ceiling;

    HolderResource(HolderService service, HolderStore store, CeilingAct ceiling) {
        this.service = service;
        this.store = store;
        this.ceiling = ceiling;
    }

    record SuspensionRequest(@NotBlank @Size(max = 400) String reason) {}

    @PUT
    @Path("/{id}")
    @RolesAllowed({Roles.OPS, Roles.PRIVACY_OPERATOR})
    @Transactional
    @Operation(
            summary = "Register or change a holder",
            description =
                    "A partner or processor that is to get more than service, account and device data is registered at once; "
                            + "awaitingApproval names what it gets only when a second person has allowed it.")
    public Response put(@PathParam("id") String id, @NotNull @Valid HolderRequest request) {
        HolderService.Put put = service.put(holderId(id), request);
        HolderView view = HolderView.of(
                put.holder(), ceiling.ask(put.holder().entry(), request).orElse(null));
        return put.created()
                ? Response.created(URI.create("/v1/holders/" + id)).entity(view).build()
                : Response.ok(view).build();
    }

    @GET
    @RolesAllowed({Roles.OPS, Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR, Roles.DPO, Roles.BACKEND})
    @Operation(summary = "All holders, by id")
    public Page<HolderView> list(
            @QueryParam("kind") HolderEntry.@Nullable Kind kind,
            @QueryParam("status") HolderEntry.@Nullable Status status,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return store.list(
                        kind == null ? null : kind.name(),
                        status == null ? null : status.name(),
                        PageRequest.of(limit, cursor))
                .map(HolderView::of);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.OPS, Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR, Roles.DPO, Roles.BACKEND})
    @Operation(summary = "One holder")
    public HolderView one(@PathParam("id") String id) {
        return store.find(id)
                .map(HolderView::of)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such holder."));
    }

    @POST
    @Path("/{id}/suspension")
    @RolesAllowed({Roles.OPS, Roles.PRIVACY_OPERATOR})
    @Idempotent
    @Operation(summary = "Suspend: nothing is shared with it any more, its erasure duties go on")
    public Response suspend(@PathParam("id") String id, @NotNull @Valid SuspensionRequest request) {
        return Response.ok(HolderView.of(service.suspend(id, request.reason()))).build();
    }

    @DELETE
    @Path("/{id}/suspension")
    @RolesAllowed({Roles.OPS, Roles.PRIVACY_OPERATOR})
    @Transactional
    @Operation(summary = "Lift the suspension")
    public HolderView lift(@PathParam("id") String id) {
        return HolderView.of(service.lift(id));
    }

    private static String holderId(String id) {
        if (!id.matches("[A-Za-z0-9._:-]{1,64}")) {
            throw Refusal.invalid("id", "must be 1-64 of A-Z a-z 0-9 . _ : -").asException();
        }
        return id;
    }
}
