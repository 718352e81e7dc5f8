package covenant.consent.policy;

import covenant.consent.subject.SubjectStore;
import covenant.contracts.PolicyEvent;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Which rights a person has: those of the version accepted last. A later version that takes some away binds only who agreed to it
 * explicitly (policy 6.1, R-6.1-2); the others stay, may export and close (R-6.1-5). Other services ask here before they act by a rule.
 */
@Path("/v1/subjects/{id}/rights")
class SubjectRightsResource {
    private final SubjectStore subjects;
    private final Policies policies;
    private final Caller caller;

    SubjectRightsResource(SubjectStore subjects, Policies policies, Caller caller) {
        this.subjects = subjects;
        this.policies = policies;
        this.caller = caller;
    }

    /**
     * @param policyVersion whose rights these are
     * @param inForce the version in force
     * @param reducedByInForce what the version in force would take away, and does not without the person's agreement
     */
    record RightsView(
            String subjectId,
            String policyVersion,
            String inForce,
            List<PolicyContent.Right> rights,
            List<String> refusalGrounds,
            List<PolicyEvent.Change> reducedByInForce) {}

    @GET
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "The rights of the version that governs the person; with a version: may its rules be applied?")
    public RightsView rights(@PathParam("id") String id, @QueryParam("policyVersion") @Nullable String wanted) {
        String subjectId = Subjects.requireSubjectId(id);
        caller.requireOwn(subjectId);
        PolicyVersion inForce = policies.inForce();
        Integer accepted = subjects.find(subjectId).acceptedVersion();
        PolicyVersion own = accepted == null
                ? inForce
                : policies.published(accepted.toString()).orElse(inForce);
        PolicyVersion applied = wanted == null ? own : version(wanted);
        if (policies.between(own, applied).reducesRights()) {
            throw Refusal.of(
                            ProblemCode.RIGHTS_REDUCTION_REQUIRES_CONSENT,
                            "The person did not agree to the rights of this version; those of the version accepted apply.")
                    .with("policyVersion", own.version())
                    .asException();
        }
        PolicyChanges pending = policies.between(own, inForce);
        return new RightsView(
                subjectId,
                applied.version(),
                inForce.version(),
                applied.content().rights(),
                applied.content().refusalGrounds(),
                pending.reducesRights() ? pending.changes() : List.of());
    }

    private PolicyVersion version(String number) {
        return policies.published(number)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such version."));
    }
}
