package covenant.consent.receipt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.consent.grant.ConsentRecord;
import covenant.consent.grant.ConsentStore;
import covenant.consent.policy.Policies;
import covenant.consent.policy.PolicyVersion;
import covenant.platform.crypto.JwsSigner;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What a person can show as proof of a consent, and the key to verify it with (R-SIG-1). */
@Path("/v1")
class ReceiptResource {
    private final ConsentStore consents;
    private final Policies policies;
    private final JwsSigner signer;
    private final ObjectMapper json;
    private final Caller caller;
    private final CovenantClock clock;

    ReceiptResource(
            ConsentStore consents,
            Policies policies,
            JwsSigner signer,
            ObjectMapper json,
            Caller caller,
            CovenantClock clock) {
        this.consents = consents;
        this.policies = policies;
        this.signer = signer;
        this.json = json;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Path("/subjects/{id}/consents/{cid}/receipt")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.COMPLIANCE_AUDITOR})
    @Produces({"application/json", "application/ld+json"})
    @Operation(summary = "The consent record in JSON-LD with DPV terms (ISO/IEC TS 27560)")
    public Map<String, Object> receipt(@PathParam("id") String id, @PathParam("cid") UUID consentId) {
        return build(id, consentId);
    }

    @GET
    @Path("/subjects/{id}/consents/{cid}/receipt")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.COMPLIANCE_AUDITOR})
    @Produces("application/jwt")
    @Operation(summary = "The same record, signed (JWS, EdDSA)")
    public String signedReceipt(@PathParam("id") String id, @PathParam("cid") UUID consentId) {
        try {
            return signer.sign(json.writeValueAsString(build(id, consentId)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("receipt", e);
        }
    }

    @GET
    @Path("/keys")
    @PermitAll
    @Operation(summary = "The keys with which receipts are signed (JWKS)")
    public Map<String, Object> keys() {
        return signer.keySet();
    }

    private Map<String, Object> build(String id, UUID consentId) {
        String subjectId = Subjects.requireSubjectId(id);
        caller.requireOwn(subjectId);
        ConsentRecord record = consents.find(subjectId, consentId)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such consent."));
        PolicyVersion policy =
                policies.published(record.evidence().policyVersion()).orElseThrow();
        return Receipt.of(record, policy, policies.catalogueOf(policy.number()).orElseThrow(), clock.now());
    }
}
