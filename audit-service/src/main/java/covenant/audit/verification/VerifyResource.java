package covenant.audit.verification;

import covenant.audit.ledger.Halts;
import covenant.platform.idempotency.AnswersAfresh;
import covenant.platform.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Checks the whole log now, from the database. A log that is wrong stops signing; one that is in order again goes on. */
@Path("/v1/audit/verify")
public class VerifyResource {

    private final Verification verification;
    private final Halts halts;

    VerifyResource(Verification verification, Halts halts) {
        this.verification = verification;
        this.halts = halts;
    }

    /**
     * Answer.
     *
     * @param entries that the newest checkpoint covers
     * @param root that it signs, base64
     * @param firstBad index of the first entry that is wrong
     * @param problem what is wrong with it
     */
    record Verified(
            long entries,
            String root,
            boolean ok,
            @Nullable Long firstBad,
            @Nullable String problem) {}

    /** Recomputes everything. */
    @POST
    @AnswersAfresh
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Roles.COMPLIANCE_AUDITOR, Roles.OPS})
    @Operation(summary = "Recompute every leaf, column, commitment, tile, root and signature")
    public Verified verify() {
        Verification.Result result = verification.run();
        if (result.first().isEmpty()) {
            halts.lift();
            return new Verified(result.entries(), result.root(), true, null, null);
        }
        Finding first = result.first().get();
        halts.halt(first.failure(), first.entry());
        return new Verified(result.entries(), result.root(), false, first.entry(), first.problem());
    }
}
