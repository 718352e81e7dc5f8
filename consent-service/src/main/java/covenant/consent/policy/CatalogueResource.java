package covenant.consent.policy;

import covenant.consent.catalogue.CatalogueView;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The lists that the policy promises to append (policy 1.1, R-1.1-2). */
@Path("/v1/catalogue")
class CatalogueResource {
    private final Policies policies;

    CatalogueResource(Policies policies) {
        this.policies = policies;
    }

    @GET
    @PermitAll
    @Operation(summary = "Purposes and categories as a policy version has them, by default the one in force")
    public CatalogueView catalogue(@QueryParam("policyVersion") @Nullable String policyVersion) {
        PolicyVersion version = policyVersion == null
                ? policies.inForce()
                : policies.published(policyVersion)
                        .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such version."));
        return CatalogueView.of(policies.catalogueOf(version.number()).orElseThrow());
    }
}
