package covenant.retention.hold;

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
import covenant.platform.web.Subjects;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Legal holds: asked for by one person with a second factor, put in force by another (R-4.2.2-8). */
@Path("/v1/holds")
class HoldResource {
    private final HoldStore store;
    private final Approvals approvals;
    private final Rules rules;
    private final CovenantClock clock;

    HoldResource(HoldStore store, Approvals approvals, Rules rules, CovenantClock clock) {
        this.store = store;
        this.approvals = approvals;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * @param categories left out or empty: everything of the person
     * @param authority whose document or which investigation demands it
     * @param reviewOn required: a hold that nobody looks at again would keep data for ever
     */
    record HoldRequest(
            @NotNull String subjectId,
            @Size(max = 200) @Nullable List<@NotBlank String> categories,
            @NotBlank @Size(max = 500) String reason,
            @NotBlank @Size(max = 200) String authority,
            @NotNull LocalDate reviewOn) {}

    record ReleaseRequest(@Size(max = 500) @Nullable String reason) {}

    record ReviewRequest(
            @NotNull LocalDate reviewOn,
            @NotBlank @Size(max = 500) String reason) {}

    /** What the second person is asked about. */
    record Review(UUID holdId, LocalDate reviewOn, String reason) {}

    /** What the second person is asked about. */
    record Release(UUID holdId, @Nullable String reason) {}

    @POST
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @RequiresMfa
    @Idempotent
    @Operation(summary = "Ask for a hold; it is in force when a second person approved")
    public Response place(@NotNull @Valid HoldRequest request) {
        String subject = Subjects.requireSubjectId(request.subjectId());
        if (request.reviewOn().isBefore(LegalCalendar.dayOf(clock.now()))) {
            throw Refusal.invalid("reviewOn", "must not lie in the past").asException();
        }
        for (String category : categories(request)) {
            if (rules.book().rule(category).isEmpty()) {
                throw new RefusedException(ProblemCode.CATEGORY_UNKNOWN, "A category of the hold is not kept here.");
            }
        }
        return approvals.request(PlaceHold.KIND, request, "Place a legal hold", subject);
    }

    @GET
    @RolesAllowed({Roles.PRIVACY_OPERATOR, Roles.APPROVER, Roles.DPO, Roles.COMPLIANCE_AUDITOR})
    @Operation(summary = "Holds, oldest first")
    public Page<HoldView> list(
            @QueryParam("subjectId") @Nullable String subjectId,
            @QueryParam("active") @Nullable Boolean active,
            @QueryParam("reviewOverdue") @Nullable Boolean reviewOverdue,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        LocalDate today = LegalCalendar.dayOf(clock.now());
        LocalDate reviewBefore = Boolean.TRUE.equals(reviewOverdue) ? today : null;
        return store.list(subjectId, active, reviewBefore, PageRequest.of(limit, cursor))
                .map(hold -> HoldView.of(hold, today));
    }

    @POST
    @Path("/{id}/review")
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @RequiresMfa
    @Idempotent
    @Operation(summary = "Ask for a further review day: the hold was looked at and is still needed")
    public Response review(@PathParam("id") UUID id, @NotNull @Valid ReviewRequest request) {
        LegalHold hold = active(id);
        if (request.reviewOn().isBefore(LegalCalendar.dayOf(clock.now()))) {
            throw Refusal.invalid("reviewOn", "must not lie in the past").asException();
        }
        return approvals.request(
                ReviewHold.KIND,
                new Review(id, request.reviewOn(), request.reason()),
                "Keep a legal hold until its next review",
                hold.subjectId());
    }

    @POST
    @Path("/{id}/release")
    @RolesAllowed(Roles.PRIVACY_OPERATOR)
    @RequiresMfa
    @Idempotent
    @Operation(summary = "Ask for a hold's release; what fell due meanwhile is erased at once")
    public Response release(@PathParam("id") UUID id, @Valid @Nullable ReleaseRequest request) {
        LegalHold hold = active(id);
        Release release = new Release(id, request == null ? null : request.reason());
        return approvals.request(ReleaseHold.KIND, release, "Release a legal hold", hold.subjectId());
    }

    private LegalHold active(UUID id) {
        LegalHold hold =
                store.lock(id).orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such hold."));
        if (hold.releasedAt() != null) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "The hold was released before.");
        }
        return hold;
    }

    static List<String> categories(HoldRequest request) {
        return request.categories() == null ? List.of() : request.categories();
    }
}
