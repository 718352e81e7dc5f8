package covenant.retention.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.approval.Approval;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.problem.Violation;
import covenant.platform.time.CovenantClock;
import covenant.retention.rule.RetentionRule.Statutory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;

/** Puts a rule in force that a second person approved, as the category's next version. */
@ApplicationScoped
class RuleChange implements ApprovedAct {
    static final String KIND = "RETENTION_RULE_CHANGE";

    private final RuleStore store;
    private final Rules rules;
    private final CovenantClock clock;
    private final ObjectMapper json;

    RuleChange(RuleStore store, Rules rules, CovenantClock clock, ObjectMapper json) {
        this.store = store;
        this.rules = rules;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Response carryOut(Approval approval) {
        RuleResource.Change change = read(approval);
        RetentionRule known = store.inForce(change.category())
                .orElseThrow(
                        () -> new RefusedException(ProblemCode.CATEGORY_UNKNOWN, "No such category is kept here."));
        RetentionRule next =
                change.rule().toRule(change.category(), known.version() + 1, sameAmlDuty(known, change.rule()));
        List<Violation> violations = RuleBounds.check(next);
        if (!violations.isEmpty()) {
            throw Refusal.invalid(violations).asException();
        }
        String approver = Objects.requireNonNull(approval.decidedBy());
        if (!store.add(next, approval.requestedBy(), approver, clock.now())) {
            throw new RefusedException(ProblemCode.VERSION_CONFLICT, "The rule was changed at the same moment.");
        }
        store.recompute(next, clock.now());
        RuleView view = RuleView.of(next, rules.book().statutory(next));
        rules.forget();
        return Response.ok(view).build();
    }

    /** The duty keeps its condition when the same law is named again with another period. */
    private static boolean sameAmlDuty(RetentionRule known, RuleRequest request) {
        Statutory before = known.statutory();
        return before != null
                && before.amlOnly()
                && request.statutory() != null
                && request.statutory().law().equals(before.law());
    }

    private RuleResource.Change read(Approval approval) {
        try {
            return json.treeToValue(approval.payload(), RuleResource.Change.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("approval payload", e);
        }
    }
}
