package covenant.notification.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.approval.Approval;
import covenant.platform.approval.ApprovedAct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/** The second person puts the rules of an authority in force; they hold for what is computed from then on. */
@ApplicationScoped
class RegulatorRuleApproval implements ApprovedAct {
    static final String KIND = "REGULATOR_RULES";

    private final RegulatorStore store;
    private final ObjectMapper json;

    RegulatorRuleApproval(RegulatorStore store, ObjectMapper json) {
        this.store = store;
        this.json = json;
    }

    record Replacement(String authority, List<RegulatorRule> rules) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Response carryOut(Approval approval) {
        Replacement r = payload(approval);
        store.replaceRules(r.authority(), r.rules());
        return Response.ok(Map.of(
                        "authority",
                        r.authority(),
                        "rules",
                        r.rules().stream()
                                .map(RegulatorRuleResource.RuleView::of)
                                .toList()))
                .build();
    }

    private Replacement payload(Approval approval) {
        try {
            return json.treeToValue(approval.payload(), Replacement.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an approval does not hold what was filed", e);
        }
    }
}
