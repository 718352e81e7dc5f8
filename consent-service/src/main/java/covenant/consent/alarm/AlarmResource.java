package covenant.consent.alarm;

import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The alarms, for who has to act on them. */
@Path("/v1/alarms")
class AlarmResource {
    private final Alarms alarms;
    private final Caller caller;
    private final CovenantClock clock;

    AlarmResource(Alarms alarms, Caller caller, CovenantClock clock) {
        this.alarms = alarms;
        this.caller = caller;
        this.clock = clock;
    }

    record ResolutionRequest(@NotBlank @Size(max = 400) String note) {}

    @GET
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "Alarms about sharing, the oldest first")
    public Page<Alarm> list(
            @QueryParam("code") Alarm.@Nullable Code code,
            @QueryParam("open") @Nullable Boolean open,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return alarms.list(code, open, PageRequest.of(limit, cursor));
    }

    @POST
    @Path("/{id}/resolution")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.DPO})
    @Idempotent
    @Operation(summary = "Say what was done about it")
    public Response resolve(@PathParam("id") UUID id, @NotNull @Valid ResolutionRequest request) {
        if (alarms.find(id).isEmpty()) {
            throw new RefusedException(ProblemCode.NOT_FOUND, "There is no such alarm.");
        }
        if (!alarms.resolve(id, caller.id(), request.note(), clock.now())) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "The alarm is settled already.");
        }
        return Response.ok(alarms.find(id).orElseThrow()).build();
    }
}
