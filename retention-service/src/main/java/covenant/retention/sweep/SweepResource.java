package covenant.retention.sweep;

import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import covenant.platform.time.ClockMark;
import covenant.platform.time.ClockMoves;
import covenant.retention.sweep.SweepState.StopReason;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The sweep and its alarm, for operators (T-9). */
@Path("/v1/sweeps")
class SweepResource {
    private static final Logger LOG = Logger.getLogger(SweepResource.class);

    private final SweepStore store;
    private final ClockMoves moves;
    private final Caller caller;

    SweepResource(SweepStore store, ClockMoves moves, Caller caller) {
        this.store = store;
        this.moves = moves;
        this.caller = caller;
    }

    record ConfirmationRequest(@Size(max = 500) @Nullable String reason) {}

    @GET
    @RolesAllowed({Roles.OPS, Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "Where the sweep stands, and why it stopped if it did")
    public Page<SweepView> list() {
        return new Page<>(List.of(SweepView.of(store.find())), null);
    }

    @POST
    @Path("/confirmation")
    @RolesAllowed(Roles.OPS)
    @RequiresMfa
    @Idempotent
    @Operation(summary = "The clock is right, or the batch is meant: let the sweep go on")
    public Response confirm(@Valid @Nullable ConfirmationRequest request) {
        SweepState state = store.lock();
        if (state.stoppedFor() == null) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "The sweep is not stopped.");
        }
        ClockMark mark = moves.mark();
        store.confirm(mark, state.stoppedFor() == StopReason.BLAST_LIMIT ? mark.at() : null, caller.id());
        LOG.infof("The erasure sweep was confirmed after %s", state.stoppedFor());
        return Response.ok(SweepView.of(store.find())).build();
    }
}
