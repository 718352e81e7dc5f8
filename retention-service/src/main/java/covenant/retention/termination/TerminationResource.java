package covenant.retention.termination;

import covenant.platform.approval.Approvals;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The end of the service: asked for by the data protection officer, approved by a second person (R-4.2.3-1). */
@Path("/v1/service-termination")
class TerminationResource {
    private final Terminations terminations;
    private final Approvals approvals;
    private final CovenantClock clock;

    TerminationResource(Terminations terminations, Approvals approvals, CovenantClock clock) {
        this.terminations = terminations;
        this.approvals = approvals;
        this.clock = clock;
    }

    record TerminationRequest(@NotNull Instant terminateAt) {}

    @POST
    @RolesAllowed(Roles.DPO)
    @RequiresMfa
    @Idempotent
    @Operation(
            summary = "Schedule, postpone or bring forward the end of the service",
            description = "422 NOTICE_PERIOD_TOO_SHORT with less than 30 full days after the last notice.")
    public Response schedule(@NotNull @Valid TerminationRequest request) {
        TerminationDecider.schedule(
                        terminations.current().orElse(null), request.terminateAt(), terminations.days(), clock.now())
                .ifPresent(refusal -> {
                    throw refusal.asException();
                });
        return approvals.request(
                ScheduleTermination.KIND, request, "End the service at " + request.terminateAt(), null);
    }

    @GET
    @RolesAllowed({Roles.DPO, Roles.APPROVER, Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR, Roles.OPS})
    @Operation(summary = "The scheduled end of the service")
    public TerminationView get() {
        return terminations
                .current()
                .map(TerminationView::of)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "No end of the service is scheduled."));
    }
}
