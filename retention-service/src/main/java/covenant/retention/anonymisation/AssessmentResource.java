package covenant.retention.anonymisation;

import covenant.platform.approval.Approvals;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.RequiresMfa;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import covenant.retention.rule.Rules;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** How categories are made anonymous: recorded by one person, approved by another, before any holder's word counts. */
@Path("/v1/anonymisation-assessments")
class AssessmentResource {
    private final Assessments assessments;
    private final Approvals approvals;
    private final Rules rules;
    private final CovenantClock clock;

    AssessmentResource(Assessments assessments, Approvals approvals, Rules rules, CovenantClock clock) {
        this.assessments = assessments;
        this.approvals = approvals;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * @param method as in {@code generalisation and suppression}
     * @param measure what was reached, as in {@code k=20}
     * @param tester staff id of who tested it
     */
    record AssessmentRequest(
            @NotBlank @Size(max = 80) String category,
            @NotBlank @Size(max = 200) String method,
            @NotBlank @Size(max = 200) String measure,
            @NotBlank @Size(max = 120) String tester,
            @NotNull @Pattern(regexp = "[0-9a-f]{64}") String reportSha256,
            @NotNull LocalDate assessedOn) {}

    @POST
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @RequiresMfa
    @Idempotent
    @Operation(
            summary = "Record how a category is made anonymous; a second person approves",
            description = "Until then an order is not confirmed by the outcome ANONYMISED (422 VALIDATION_FAILED).")
    public Response record(@NotNull @Valid AssessmentRequest request) {
        if (rules.book().rule(request.category()).isEmpty()) {
            throw new RefusedException(ProblemCode.CATEGORY_UNKNOWN, "No such category is kept here.");
        }
        if (request.assessedOn().isAfter(LegalCalendar.dayOf(clock.now()))) {
            throw Refusal.invalid("assessedOn", "must not lie in the future").asException();
        }
        return approvals.request(
                RecordAssessment.KIND, request, "Accept an anonymisation method for " + request.category(), null);
    }

    @GET
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.APPROVER, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "Assessments, oldest first; the newest of a category is in force")
    public Page<Assessment> list(
            @QueryParam("category") @Nullable String category,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return assessments.list(category, PageRequest.of(limit, cursor));
    }
}
