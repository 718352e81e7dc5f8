package covenant.audit.witness;

import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The head that the witness stands behind too. */
@Path("/checkpoint/cosigned")
@PermitAll
public class CosignedResource {

    private final WitnessCheck witness;

    CosignedResource(WitnessCheck witness) {
        this.witness = witness;
    }

    /** At most one sweep older than {@code /checkpoint}; 404 where no witness is configured, or none has answered yet. */
    @GET
    @Produces(MediaType.TEXT_PLAIN + ";charset=utf-8")
    @Operation(summary = "Newest head with the witness's cosignature (C2SP tlog-cosignature)")
    public String cosigned() {
        return witness.cosigned()
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "No witness has cosigned yet."));
    }
}
