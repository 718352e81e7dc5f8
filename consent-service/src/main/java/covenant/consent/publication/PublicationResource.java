package covenant.consent.publication;

import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
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
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Publications that two persons approved: carried out, taken down. Asking for one is {@code POST /v1/sharing/decisions}. */
@Path("/v1/publications")
class PublicationResource {
    private final Publications publications;
    private final PublicationStore store;
    private final Caller caller;
    private final CovenantClock clock;

    PublicationResource(Publications publications, PublicationStore store, Caller caller, CovenantClock clock) {
        this.publications = publications;
        this.store = store;
        this.caller = caller;
        this.clock = clock;
    }

    record ExecutionRequest(
            @NotBlank @Size(max = 200) String place,
            @NotEmpty @Size(max = 200) List<@NotBlank @Size(max = 80) String> categories,
            @Nullable Instant executedAt) {}

    record TakedownRequest(@NotBlank @Size(max = 400) String reason) {}

    record ConfirmationRequest(
            @Nullable Instant takenDownAt,
            @Nullable @Size(max = 200) String reference) {}

    @GET
    @RolesAllowed({Roles.BACKEND, Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "Publications, the oldest first; status=TAKEDOWN_REQUESTED is the list of tasks")
    public Page<Publication> list(
            @QueryParam("status") Publication.@Nullable Status status,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return store.list(status, PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.BACKEND, Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "One publication")
    public Publication one(@PathParam("id") UUID id) {
        return store.find(id)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such publication."));
    }

    @POST
    @Path("/{id}/execution")
    @RolesAllowed({Roles.BACKEND, Roles.PRIVACY_OPERATOR})
    @Idempotent
    @Operation(summary = "Report that it was published, where and what")
    public Response execute(@PathParam("id") UUID id, @NotNull @Valid ExecutionRequest request) {
        return Response.ok(publications.execute(
                        id,
                        request.place(),
                        request.categories(),
                        caller.id(),
                        past("executedAt", request.executedAt())))
                .build();
    }

    @POST
    @Path("/{id}/takedown")
    @RolesAllowed({Roles.BACKEND, Roles.PRIVACY_OPERATOR})
    @Idempotent
    @Operation(summary = "Ask for the takedown; a withdrawn consent does so by itself")
    public Response takeDown(@PathParam("id") UUID id, @NotNull @Valid TakedownRequest request) {
        return Response.ok(publications.takeDown(id, request.reason(), clock.now()))
                .build();
    }

    @POST
    @Path("/{id}/takedown/confirmation")
    @RolesAllowed({Roles.BACKEND, Roles.PRIVACY_OPERATOR})
    @Idempotent
    @Operation(summary = "Confirm that it is no longer there")
    public Response confirm(@PathParam("id") UUID id, @NotNull @Valid ConfirmationRequest request) {
        return Response.ok(publications.confirmTakedown(
                        id, caller.id(), request.reference(), past("takenDownAt", request.takenDownAt())))
                .build();
    }

    private Instant past(String field, @Nullable Instant told) {
        Instant now = clock.now();
        if (told != null && told.isAfter(now)) {
            throw Refusal.invalid(field, "lies in the future").asException();
        }
        return told == null ? now : told;
    }
}
