package covenant.consent.dataset;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.consent.policy.Policies;
import covenant.platform.approval.Approval;
import covenant.platform.approval.Approvals;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.idempotency.AnswersAfresh;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** De-identified is still personal; anonymised needs a recorded assessment and two persons (R-1.5.2-1, R-1.5.2-2). */
@Path("/v1/data-sets")
class DataSetResource {
    private final DataSetStore store;
    private final Policies policies;
    private final Approvals approvals;
    private final Caller caller;
    private final CovenantClock clock;

    DataSetResource(DataSetStore store, Policies policies, Approvals approvals, Caller caller, CovenantClock clock) {
        this.store = store;
        this.policies = policies;
        this.approvals = approvals;
        this.caller = caller;
        this.clock = clock;
    }

    record DataSetRequest(
            @NotEmpty @Size(max = 200) List<@NotBlank @Size(max = 80) String> categories,
            DataSet.@NotNull State state,
            DataSet.@NotNull Technique technique,
            DataSet.@Nullable @Valid Assessment assessment) {}

    enum Use {
        COMMERCIAL_ANALYSIS
    }

    record UseRequest(@NotNull Use use) {}

    record UseView(String decision, String code, DataSet.State state) {}

    @PUT
    @Path("/{id}")
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @Transactional
    @Operation(summary = "Register a data set without names; to call it anonymised, a second person is asked")
    public Response put(@PathParam("id") String id, @NotNull @Valid DataSetRequest r) {
        if (!id.matches("[A-Za-z0-9._:-]{1,64}")) {
            throw new RefusedException(ProblemCode.NOT_FOUND, "No data set can have this id.");
        }
        if (!r.categories().stream().allMatch(policies::knowsCategory)) {
            throw new RefusedException(ProblemCode.CATEGORY_UNKNOWN, "There is no such category.");
        }
        DataSet set = new DataSet(id, List.copyOf(r.categories()), r.state(), r.technique(), r.assessment());
        DataSetRules.check(set).ifPresent(refusal -> {
            throw refusal.asException();
        });
        if (set.state() == DataSet.State.ANONYMISED) {
            return approvals.request(Act.KIND, set, "Data set " + id + " is anonymised", null);
        }
        store.save(set, clock.now(), caller.id(), null);
        return Response.ok(set).build();
    }

    @POST
    @Path("/{id}/decisions")
    @RolesAllowed(Roles.BACKEND)
    @AnswersAfresh
    @Operation(summary = "May the data set be used so? What is still personal may not be analysed for commerce")
    public UseView decide(@PathParam("id") String id, @NotNull @Valid UseRequest request) {
        DataSet set = store.find(id)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such data set."));
        return switch (request.use()) {
            case COMMERCIAL_ANALYSIS ->
                DataSetRules.permitsCommercialAnalysis(set)
                        ? new UseView("PERMIT", "PERMITTED", set.state())
                        : new UseView("DENY", ProblemCode.PURPOSE_NOT_COVERED.name(), set.state());
        };
    }

    /** The second person read the assessment. */
    @ApplicationScoped
    static class Act implements ApprovedAct {
        static final String KIND = "DATA_SET_ANONYMISED";

        private final DataSetStore store;
        private final ObjectMapper json;
        private final CovenantClock clock;

        Act(DataSetStore store, ObjectMapper json, CovenantClock clock) {
            this.store = store;
            this.json = json;
            this.clock = clock;
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Response carryOut(Approval approval) {
            DataSet set = json.convertValue(approval.payload(), DataSet.class);
            store.save(set, clock.now(), approval.requestedBy(), String.valueOf(approval.decidedBy()));
            return Response.ok(set).build();
        }
    }
}
