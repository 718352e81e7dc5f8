package covenant.audit.tile;

import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Proofs that entries are in the log, to be checked offline. */
@Path("/v1/entries/{index:[0-9]{1,18}}/proof")
@RolesAllowed({Roles.COMPLIANCE_AUDITOR, Roles.DPO})
public class ProofResource {

    private final TileStore store;

    ProofResource(TileStore store) {
        this.store = store;
    }

    /** Inclusion proof against the newest checkpoint. */
    @GET
    @Produces(MediaType.TEXT_PLAIN + ";charset=utf-8")
    @Operation(summary = "Inclusion proof (C2SP tlog-proof)")
    public String proof(@PathParam("index") long index) {
        return store.proof(index)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "The log has no such entry."))
                .format();
    }
}
