package covenant.request.deadline;

import covenant.platform.idempotency.Idempotent;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Sweeps that stopped at a leap of the clock wait for an operator's word (T-9). */
@Path("/v1/sweeps")
class SweepResource {
    private final SweepMarks marks;

    SweepResource(SweepMarks marks) {
        this.marks = marks;
    }

    record SweepView(String name, boolean halted) {}

    @GET
    @RolesAllowed(Roles.OPS)
    @Transactional
    @Operation(summary = "Whether the clean-up stopped because the clock leapt")
    public List<SweepView> list() {
        return List.of(new SweepView(CleanUp.NAME, marks.halted(CleanUp.NAME)));
    }

    @POST
    @Path("/confirmation")
    @RolesAllowed(Roles.OPS)
    @RequiresMfa
    @Idempotent
    @Operation(summary = "Confirm that the clock is right: the clean-up goes on")
    public Response confirm() {
        marks.mark(CleanUp.NAME);
        return Response.ok(new SweepView(CleanUp.NAME, false)).build();
    }
}
