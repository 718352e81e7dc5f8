package covenant.notification.incident;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.IncidentEvent.State;
import covenant.notification.campaign.Campaigns;
import covenant.platform.approval.Approvals;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.platform.web.BodyLimit;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Incidents (policy 4.1.3). */
@Path("/v1/incidents")
class IncidentResource {
    private static final long UPLOAD_LIMIT = 2L * 1024 * 1024 * 1024;

    private final Incidents incidents;
    private final IncidentStore store;
    private final PhaseStore phases;
    private final RegulatorStore regulatorStore;
    private final Regulators regulators;
    private final BreachNotices notices;
    private final AffectedSubjects affected;
    private final Campaigns campaigns;
    private final Approvals approvals;
    private final ObjectMapper json;
    private final CovenantClock clock;

    IncidentResource(
            Incidents incidents,
            IncidentStore store,
            PhaseStore phases,
            RegulatorStore regulatorStore,
            Regulators regulators,
            BreachNotices notices,
            AffectedSubjects affected,
            Campaigns campaigns,
            Approvals approvals,
            ObjectMapper json,
            CovenantClock clock) {
        this.incidents = incidents;
        this.store = store;
        this.phases = phases;
        this.regulatorStore = regulatorStore;
        this.regulators = regulators;
        this.notices = notices;
        this.affected = affected;
        this.campaigns = campaigns;
        this.approvals = approvals;
        this.json = json;
        this.clock = clock;
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
        boolean lowers = incidents.lowersGrade(id, request);
        Incident changed = incidents.change(id, request);
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

    /** Adds; sending the same list again changes nothing. Each batch commits, so a broken upload is simply sent again. */
    @PUT
    @Path("/{id}/affected-subjects")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO})
    @Consumes("application/x-ndjson")
    @BodyLimit(UPLOAD_LIMIT)
    @Operation(summary = "Stream the affected persons, one {\"subjectId\": …} per line")
    public AffectedSubjectsUpload.Result affected(@PathParam("id") UUID id, InputStream body) throws IOException {
        requireListable(store.find(id).orElseThrow(Incidents::unknown));
        AffectedSubjectsUpload.Result result = new AffectedSubjectsUpload(
                        json, batch -> QuarkusTransaction.requiringNew().call(() -> affected.add(id, batch)))
                .read(body);
        QuarkusTransaction.requiringNew().run(() -> {
            Incident incident = incidents.affectedChanged(id);
            UUID campaignId = incident.campaignId();
            if (incident.state() == State.NOTIFYING && campaignId != null) {
                campaigns.audienceGrew(campaignId);
            }
        });
        return result;
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

    @POST
    @Path("/{id}/regulator-demands")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO})
    @Idempotent
    @Operation(summary = "An authority demands the notice: a waiver falls and the notice starts (R-4.1.3-6)")
    public Response demand(@PathParam("id") UUID id, @NotNull @Valid IncidentRequests.Demand request) {
        BreachNotices.Released released = notices.release(id, null, false);
        regulators.demanded(id, request);
        return Response.accepted(released).build();
    }

    @POST
    @Path("/{id}/regulator-reports")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO})
    @Idempotent
    @Operation(summary = "Record that an authority was told")
    public Response regulatorReport(@PathParam("id") UUID id, @NotNull @Valid IncidentRequests.NewReport request) {
        return Response.status(Response.Status.CREATED)
                .entity(regulators.submit(incidents.lock(id), request))
                .build();
    }

    private static void requireListable(Incident incident) {
        if (incident.state() == State.NOTIFIED || incident.state() == State.CLOSED) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "Everyone listed was told; nobody can be added.");
        }
    }

    private IncidentView view(Incident incident) {
        return IncidentView.of(
                incident,
                regulatorStore.clocks(incident.id()),
                regulatorStore.reports(incident.id()),
                phases.of(incident.id()),
                clock.now());
    }
}
