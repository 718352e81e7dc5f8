package covenant.consent.assessment;

import static java.util.Objects.requireNonNullElse;

import covenant.consent.assessment.Assessment.Risk;
import covenant.consent.assessment.Assessment.Scope;
import covenant.consent.policy.HighRiskNotice;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Impact assessments; one that finds a high risk is a material change by itself (policy 6.2(6)). */
@Path("/v1/impact-assessments")
class AssessmentResource {
    private final Assessments assessments;
    private final HighRiskNotice notice;
    private final Caller caller;
    private final CovenantClock clock;

    AssessmentResource(Assessments assessments, HighRiskNotice notice, Caller caller, CovenantClock clock) {
        this.assessments = assessments;
        this.notice = notice;
        this.caller = caller;
        this.clock = clock;
    }

    record ScopeRequest(
            @Nullable @Size(max = 100) List<@NotBlank String> purposes,
            @Nullable @Size(max = 300) List<@NotBlank String> categories,
            @Nullable @Size(max = 300) List<@NotBlank String> recipients) {}

    record AssessmentRequest(
            @NotNull @Pattern(regexp = "[A-Za-z0-9._:-]{1,64}", message = "must be 1-64 of A-Z a-z 0-9 . _ : -")
            String id,

            @NotNull @Valid ScopeRequest scope,
            @NotNull Risk risk,

            @NotNull @Pattern(regexp = "[0-9a-f]{64}", message = "must be a SHA-256 in lower-case hex")
            String reportSha256,

            @NotNull LocalDate assessedOn) {}

    @POST
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @Idempotent
    @Operation(summary = "Record an impact assessment")
    public Response record(@NotNull @Valid AssessmentRequest r) {
        Instant now = clock.now();
        if (r.assessedOn().isAfter(LegalCalendar.dayOf(now))) {
            throw Refusal.invalid("assessedOn", "lies in the future").asException();
        }
        Assessment assessment = new Assessment(
                r.id(),
                new Scope(
                        requireNonNullElse(r.scope().purposes(), List.of()),
                        requireNonNullElse(r.scope().categories(), List.of()),
                        requireNonNullElse(r.scope().recipients(), List.of())),
                r.risk(),
                r.reportSha256(),
                r.assessedOn());
        if (!assessments.insert(assessment, caller.id(), now)) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "An assessment with this id exists.");
        }
        if (r.risk() == Risk.HIGH) {
            notice.raise(r.id(), now);
        }
        return Response.created(URI.create("/v1/impact-assessments/" + r.id()))
                .entity(assessment)
                .build();
    }

    @GET
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR, Roles.DPO})
    @Operation(summary = "All assessments, by id")
    public Page<Assessment> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        return assessments.list(PageRequest.of(limit, cursor));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR, Roles.DPO})
    @Operation(summary = "One assessment")
    public Assessment one(@PathParam("id") String id) {
        return assessments
                .find(id)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such assessment."));
    }
}
