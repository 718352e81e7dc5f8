package covenant.notification.incident;

import covenant.contracts.IncidentEvent.State;
import covenant.platform.approval.Approvals;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Incidents (policy 4.1.3). */
@Path("/v1/incidents")
class IncidentResource {
    private final Incidents incidents;
    private final IncidentChanges changes;
    private final IncidentStore store;
    private final IncidentViews views;
    private final BreachNotices notices;
    private final Approvals approvals;

    IncidentResource(
            Incidents incidents,
            IncidentChanges changes,
            IncidentStore store,
            IncidentViews views,
            BreachNotices notices,
            Approvals approvals) {
        this.incidents = incidents;
        this.changes = changes;
        this.store = store;
        this.views = views;
        this.notices = notices;
        this.approvals = approvals;
    }

    @POST
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @Idempotent
    @Operation(summary = "Report an incident; the first facts suffice. Regulator clocks start at discovery")
    public Response report(@NotNull @Valid IncidentRequests.NewIncident request) {
        Incident incident = incidents.report(request);
        return Response.created(URI.create("/v1/incidents/" + incident.id()))
                .entity(view(incident))
                .build();
    }

    @GET
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "Incidents, newest first")
    public Page<IncidentView> list(
            @QueryParam("state") @Nullable State state,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        return Page.of(
                        store.list(state, page),
                        page,
                        i -> List.of(i.reportedAt().toString(), i.id().toString()))
                .map(this::view);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "An incident with its clocks, reports and phases")
    public IncidentView get(@PathParam("id") UUID id) {
        return view(store.find(id).orElseThrow(Incidents::unknown));
    }

    @PATCH
    @Path("/{id}")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO})
    @Transactional
    @Operation(
            summary =
                    "Supplement facts, assess, move the state; lowering the grade answers 202 and waits for an approver")
    public Response change(@PathParam("id") UUID id, @NotNull @Valid IncidentRequests.Change request) {
        boolean lowers = changes.lowersGrade(id, request);
        Incident changed = changes.change(id, request);
        if (lowers && request.grade() != null) {
            return approvals.request(
                    IncidentApprovals.GradeLowering.KIND,
                    new IncidentApprovals.Lowering(id, request.grade(), request.gradeReason()),
                    "Lower the grade of incident " + id + " to " + request.grade(),
                    null);
        }
        return Response.ok(view(changed)).build();
    }

    @POST
    @Path("/{id}/phases")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO})
    @Idempotent
    @Operation(summary = "Record a phase with its owner and time")
    public Response phase(@PathParam("id") UUID id, @NotNull @Valid IncidentRequests.NewPhase request) {
        return Response.status(Response.Status.CREATED)
                .entity(view(incidents.recordPhase(id, request)))
                .build();
    }

    @POST
    @Path("/{id}/notification")
    @RolesAllowed(Roles.DPO)
    @RequiresMfa
    @Idempotent
    @Operation(summary = "Release the breach notice to everyone affected; 422 names each missing element")
    public Response notification(@PathParam("id") UUID id, @Valid IncidentRequests.@Nullable Release request) {
        boolean correction = request != null && Boolean.TRUE.equals(request.correction());
        return Response.accepted(notices.release(id, request == null ? null : request.channels(), correction))
                .build();
    }

    @POST
    @Path("/{id}/notification-waiver")
    @RolesAllowed(Roles.DPO)
    @RequiresMfa
    @Idempotent
    @Operation(
            summary = "Ask to waive individual notice because measures avert harm (PIPL art. 57); an approver decides")
    public Response waiver(@PathParam("id") UUID id, @NotNull @Valid IncidentRequests.Waiver request) {
        Incident incident = incidents.lock(id);
        IncidentRules.release(incident, false).ifPresent(refusal -> {
            throw refusal.asException();
        });
        return approvals.request(
                IncidentApprovals.NoticeWaiver.KIND,
                new IncidentApprovals.WaiverPayload(id, request.reason()),
                "Waive the individual notice of incident " + id,
                null);
    }

    private IncidentView view(Incident incident) {
        return views.of(incident);
    }
}
