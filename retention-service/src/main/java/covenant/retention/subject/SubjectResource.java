package covenant.retention.subject;

import com.fasterxml.jackson.annotation.JsonInclude;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.time.CovenantClock;
import covenant.platform.web.Subjects;
import covenant.retention.account.AccountBook;
import covenant.retention.backup.CaseBackup;
import covenant.retention.backup.CaseBackups;
import covenant.retention.retentioncase.ActiveHolds;
import covenant.retention.retentioncase.CaseStore;
import covenant.retention.retentioncase.Cases;
import covenant.retention.retentioncase.RetentionCase;
import covenant.retention.rule.CategoryPurposes;
import covenant.retention.rule.Rules;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** A person's data: why it is still here, and purposes that are done. */
@Path("/v1/subjects/{subjectId}")
class SubjectResource {
    private final CaseStore store;
    private final Cases cases;
    private final ActiveHolds holds;
    private final CaseBackups backups;
    private final AccountBook accounts;
    private final Rules rules;
    private final CategoryPurposes purposes;
    private final Caller caller;
    private final CovenantClock clock;

    SubjectResource(
            CaseStore store,
            Cases cases,
            ActiveHolds holds,
            CaseBackups backups,
            AccountBook accounts,
            Rules rules,
            CategoryPurposes purposes,
            Caller caller,
            CovenantClock clock) {
        this.store = store;
        this.cases = cases;
        this.holds = holds;
        this.backups = backups;
        this.accounts = accounts;
        this.rules = rules;
        this.purposes = purposes;
        this.caller = caller;
        this.clock = clock;
    }

    /** @param fulfilledAt now, when left out */
    record FulfilmentRequest(
            @NotBlank @Size(max = 60) String purpose,
            @Nullable Instant fulfilledAt) {}

    /**
     * @param caseId the case that erases; absent where nothing was kept for this purpose alone
     * @param remaining categories of the purpose that stay, with the purposes that may still use them
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FulfilmentView(
            String purpose,
            Instant fulfilledAt,
            @Nullable UUID caseId,
            List<String> categories,
            Map<String, List<String>> remaining) {}

    @GET
    @Path("/kept-data")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR})
    @Operation(
            summary = "Why is this still here? Every category with its rule, law or hold, and what backups still hold")
    public KeptData kept(@PathParam("subjectId") String subjectId) {
        String subject = Subjects.requireSubjectId(subjectId);
        caller.requireOwn(subject);
        List<RetentionCase> of = store.ofSubject(subject);
        List<CaseBackup> stored = backups
                .ofCases(of.stream().map(RetentionCase::id).toList())
                .values()
                .stream()
                .flatMap(List::stream)
                .toList();
        return KeptData.of(subject, accounts.anyOpen(subject), of, holds.activeOn(subject), stored, rules.book());
    }

    @POST
    @Path("/purpose-fulfilments")
    @RolesAllowed(Roles.BACKEND)
    @Idempotent
    @Operation(
            summary = "A purpose is done for this person: what is kept for it alone is erased at once",
            description =
                    "Categories that a law keeps, or another purpose may use, stay (R-1.2-1, PIPL art. 47(1)(1)).")
    public Response fulfilled(@PathParam("subjectId") String subjectId, @NotNull @Valid FulfilmentRequest request) {
        String subject = Subjects.requireSubjectId(subjectId);
        if (!purposes.known(request.purpose())) {
            throw new RefusedException(ProblemCode.PURPOSE_UNKNOWN, "The catalogue names no such purpose.");
        }
        Instant now = clock.now();
        Instant at = request.fulfilledAt() == null ? now : request.fulfilledAt();
        if (at.isAfter(now)) {
            throw Refusal.invalid("fulfilledAt", "must not lie in the future").asException();
        }
        List<String> alone = purposes.keptFor(request.purpose());
        UUID opened = cases.purposeFulfilled(subject, request.purpose(), alone, at)
                .map(RetentionCase::id)
                .orElse(null);
        return Response.accepted(
                        new FulfilmentView(request.purpose(), at, opened, alone, purposes.remaining(request.purpose())))
                .build();
    }
}
