package covenant.retention.rule;

import covenant.platform.approval.Approvals;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.problem.Violation;
import covenant.platform.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Retention rules: seen by operators, changed by two persons, every version kept (R-4.2.2-4). */
@Path("/v1/retention-rules")
class RuleResource {
    private static final Pattern CATEGORY =
            Pattern.compile("[a-z0-9_]{1,30}(\\.[a-z0-9_]{1,40})+(@[A-Za-z0-9]{1,20})?");

    private final Rules rules;
    private final RuleStore store;
    private final Approvals approvals;

    RuleResource(Rules rules, RuleStore store, Approvals approvals) {
        this.rules = rules;
        this.store = store;
        this.approvals = approvals;
    }

    /** What the second person is asked about. */
    record Change(String category, RuleRequest rule) {}

    @GET
    @RolesAllowed({Roles.OPS, Roles.APPROVER, Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR, Roles.BACKEND
    })
    @Operation(summary = "The rules in force, by category")
    public Page<RuleView> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        RuleBook book = rules.book();
        String after = page.after(1).map(List::getFirst).orElse("");
        List<RetentionRule> rows = book.rules().tailMap(after).values().stream()
                .filter(rule -> !rule.category().equals(after))
                .limit(page.rowsToRead())
                .toList();
        return Page.of(rows, page, rule -> List.of(rule.category()))
                .map(rule -> RuleView.of(rule, book.statutory(rule)));
    }

    @GET
    @Path("/{category}")
    @RolesAllowed({Roles.OPS, Roles.APPROVER, Roles.PRIVACY_OPERATOR, Roles.DPO, Roles.COMPLIANCE_AUDITOR, Roles.BACKEND
    })
    @Operation(
            summary = "A category's rule with all its versions, and how far the newest was applied to what is stored")
    public RuleHistoryView get(@PathParam("category") String category) {
        RuleBook book = rules.book();
        List<RuleStore.RuleVersion> versions = store.versions(category);
        if (versions.isEmpty()) {
            throw new RefusedException(ProblemCode.NOT_FOUND, "No such category is kept here.");
        }
        return RuleHistoryView.of(versions, book);
    }

    @PUT
    @Path("/{category}")
    @RolesAllowed(Roles.OPS)
    @Transactional
    @Operation(
            summary = "Ask for another rule; a second person puts it in force",
            description =
                    "More than one month without a law is refused. Stored dates are computed anew and only come nearer (T-7).")
    public Response put(@PathParam("category") String category, @NotNull @Valid RuleRequest request) {
        if (!CATEGORY.matcher(category).matches() || rules.book().rule(category).isEmpty()) {
            throw new RefusedException(ProblemCode.CATEGORY_UNKNOWN, "No such category is kept here.");
        }
        List<Violation> violations = RuleBounds.check(request.toRule(category, 1, false));
        if (!violations.isEmpty()) {
            throw Refusal.invalid(violations).asException();
        }
        return approvals.request(
                RuleChange.KIND, new Change(category, request), "Change the retention rule of " + category, null);
    }
}
