package covenant.audit.verification;

import covenant.audit.verification.IntegrityCheck.Verified;
import covenant.platform.idempotency.AnswersAfresh;
import covenant.platform.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Checks the whole log now, from the database. A log that is wrong stops signing; one that is in order again goes on. */
@Path("/v1/audit/verify")
public class VerifyResource {

    private final IntegrityCheck check;

    VerifyResource(IntegrityCheck check) {
        this.check = check;
    }

    /** Recomputes everything. */
    @POST
    @AnswersAfresh
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Roles.COMPLIANCE_AUDITOR, Roles.OPS})
    @Operation(summary = "Recompute every leaf, column, commitment, tile, root and signature")
    public Verified verify() {
        return check.run();
    }
}
