package covenant.consent.enabling;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.consent.assessment.Assessments;
import covenant.consent.catalogue.Category;
import covenant.consent.catalogue.CategoryStates;
import covenant.consent.policy.Policies;
import covenant.platform.approval.Approval;
import covenant.platform.approval.Approvals;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Categories that ship off are switched on by two persons, sensitive ones with an impact assessment (R-CAT-1). */
@Path("/v1/catalogue/categories")
class CategoryStateResource {
    private final Act act;
    private final Approvals approvals;

    CategoryStateResource(Act act, Approvals approvals) {
        this.act = act;
        this.approvals = approvals;
    }

    record StateRequest(
            Category.@NotNull State state,

            @JsonAlias({"assessmentId", "impactAssessment"}) @Nullable @Size(min = 1, max = 64)
            String impactAssessmentId) {}

    record Payload(
            String name, Category.State state, @Nullable String impactAssessmentId) {}

    record StateView(
            String name, Category.State state, @Nullable String impactAssessmentId, Instant changedAt) {}

    @PUT
    @Path("/{name}/state")
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @Operation(summary = "Ask a second person to switch a category on or off")
    public Response change(@PathParam("name") String name, @NotNull @Valid StateRequest request) {
        Payload payload = new Payload(name, request.state(), request.impactAssessmentId());
        act.check(payload);
        return approvals.request(Act.KIND, payload, "Category " + name + " " + request.state(), null);
    }

    /** The second person's yes switches it, for decisions and grants from now on. */
    @ApplicationScoped
    static class Act implements ApprovedAct {
        static final String KIND = "CATEGORY_STATE";

        private final CategoryStates states;
        private final Assessments assessments;
        private final Policies policies;
        private final ObjectMapper json;
        private final CovenantClock clock;

        Act(CategoryStates states, Assessments assessments, Policies policies, ObjectMapper json, CovenantClock clock) {
            this.states = states;
            this.assessments = assessments;
            this.policies = policies;
            this.json = json;
            this.clock = clock;
        }

        void check(Payload p) {
            Category category = policies.shipped()
                    .category(p.name())
                    .orElseThrow(
                            () -> new RefusedException(ProblemCode.CATEGORY_UNKNOWN, "There is no such category."));
            boolean assessed = p.impactAssessmentId() != null && assessments.covers(p.impactAssessmentId(), p.name());
            CategoryStateRules.check(category, p.state(), assessed).ifPresent(r -> {
                throw r.asException();
            });
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Response carryOut(Approval approval) {
            Payload p = json.convertValue(approval.payload(), Payload.class);
            check(p);
            Instant now = clock.now();
            states.set(p.name(), p.state(), now, approval.requestedBy() + ", " + approval.decidedBy());
            policies.changing();
            return Response.ok(new StateView(p.name(), p.state(), p.impactAssessmentId(), now))
                    .build();
        }
    }
}
