package covenant.consent.sharing;

import covenant.consent.sharing.SharingBans.Ban;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Where a law forbids to hand something over, that is recorded here, and the share is refused (R-1.2.4-2). */
@Path("/v1/sharing/bans")
class SharingBanResource {
    private final SharingBans bans;
    private final Caller caller;
    private final CovenantClock clock;

    SharingBanResource(SharingBans bans, Caller caller, CovenantClock clock) {
        this.bans = bans;
        this.caller = caller;
        this.clock = clock;
    }

    record BanRequest(
            @Nullable @Size(max = 80) String complaintId,
            @Nullable String subjectId,
            @Nullable @Size(max = 64) String recipient,
            @NotBlank @Size(max = 200) String law,
            @NotBlank @Size(max = 80) String article,
            @Nullable LocalDate validUntil) {}

    @POST
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO})
    @Idempotent
    @Operation(
            summary = "Record that a law forbids handing over a complaint, a person's data, or anything to a recipient")
    public Response record(@NotNull @Valid BanRequest request) {
        if (request.complaintId() == null && request.subjectId() == null && request.recipient() == null) {
            throw Refusal.invalid("complaintId", "or subjectId or recipient must say what is forbidden")
                    .asException();
        }
        Instant now = clock.now();
        Ban ban = new Ban(
                Ids.next(now),
                request.complaintId(),
                request.subjectId() == null ? null : Subjects.requireSubjectId(request.subjectId()),
                request.recipient(),
                request.law(),
                request.article(),
                request.validUntil(),
                caller.id(),
                now,
                null,
                null);
        bans.insert(ban);
        return Response.created(URI.create("/v1/sharing/bans/" + ban.id()))
                .entity(ban)
                .build();
    }

    @GET
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "All bans, the oldest first")
    public Page<Ban> list(@QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        return bans.list(PageRequest.of(limit, cursor));
    }

    @POST
    @Path("/{id}/lifting")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO})
    @Idempotent
    @Operation(summary = "The law no longer forbids it")
    public Response lift(@PathParam("id") UUID id) {
        if (bans.find(id).isEmpty()) {
            throw new RefusedException(ProblemCode.NOT_FOUND, "There is no such ban.");
        }
        bans.lift(id, caller.id(), clock.now());
        return Response.ok(bans.find(id).orElseThrow()).build();
    }
}
