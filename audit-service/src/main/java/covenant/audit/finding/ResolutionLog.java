package covenant.audit.finding;

import covenant.audit.finding.FindingView.Resolution;
import covenant.audit.ledger.OwnActs;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;

/** What people decide about findings, as entries of the log. */
@ApplicationScoped
class ResolutionLog {

    private final OwnActs log;

    ResolutionLog(OwnActs log) {
        this.log = log;
    }

    void resolved(FindingView finding, Resolution resolution) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("findingId", finding.id());
        details.put("kind", finding.kind());
        details.put("entries", finding.entries());
        details.put("reason", resolution.reason());
        log.append("FindingResolved", details);
    }

    void changed(Rule rule) {
        log.append(
                "FindingRuleChanged",
                Map.of(
                        "kind", rule.kind(),
                        "enabled", rule.enabled(),
                        "threshold", rule.threshold(),
                        "span", rule.span().toString()));
    }
}
