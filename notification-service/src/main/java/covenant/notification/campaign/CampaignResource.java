package covenant.notification.campaign;

import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Watch, pause and resume campaigns. Pausing stops new messages; those already handed to a provider are gone. */
@Path("/v1/campaigns")
class CampaignResource {
    private final CampaignStore store;
    private final CampaignWatch watch;
    private final CovenantClock clock;

    CampaignResource(CampaignStore store, CampaignWatch watch, CovenantClock clock) {
        this.store = store;
        this.watch = watch;
        this.clock = clock;
    }

    @GET
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "Campaigns, newest first")
    public Page<CampaignView> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(store.list(page), page, c -> List.of(c.startedAt().toString(), c.id().toString()))
                .map(this::view);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "A campaign and its progress")
    public CampaignView get(@PathParam("id") UUID id) {
        return view(store.find(id).orElseThrow(CampaignResource::unknown));
    }

    @POST
    @Path("/{id}/pause")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO})
    @Idempotent
    @Operation(summary = "Stop sending until resumed")
    public Response pause(@PathParam("id") UUID id) {
        return change(id, Campaign.Status.PAUSED);
    }

    @POST
    @Path("/{id}/resume")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO})
    @Idempotent
    @Operation(summary = "Go on where it was")
    public Response resume(@PathParam("id") UUID id) {
        return change(id, Campaign.Status.RUNNING);
    }

    private Response change(UUID id, Campaign.Status status) {
        Campaign campaign = store.lock(id).orElseThrow(CampaignResource::unknown);
        if (campaign.status() == Campaign.Status.COMPLETED) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "The campaign is completed.");
        }
        if (campaign.status() == Campaign.Status.SUPERSEDED) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "A newer campaign took its place.");
        }
        store.status(id, status);
        return Response.ok(get(id)).build();
    }

    private CampaignView view(Campaign campaign) {
        return CampaignView.of(campaign, watch.progress(campaign), clock.now());
    }

    private static RefusedException unknown() {
        return new RefusedException(ProblemCode.NOT_FOUND, "There is no such campaign.");
    }
}
