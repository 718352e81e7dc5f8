package covenant.notification.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.approval.Approval;
import covenant.platform.approval.ApprovedAct;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.problem.Violation;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The second person puts a template version in force; advertising outside MARKETING is refused here (R-1.2.3-3, AC-84). */
@ApplicationScoped
class TemplateApproval implements ApprovedAct {
    static final String KIND = "TEMPLATE_VERSION";

    private final TemplateStore store;
    private final TemplateCheck check;
    private final ObjectMapper json;
    private final CovenantClock clock;

    TemplateApproval(TemplateStore store, TemplateEngine engine, ObjectMapper json, CovenantClock clock) {
        this.store = store;
        this.check = new TemplateCheck(engine);
        this.json = json;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Response carryOut(Approval approval) {
        TemplateKey key = key(approval);
        Template template = store.version(key.name(), key.channel(), key.locale(), key.version())
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such template version."));
        List<Violation> found = check.onApproval(template.messageClass(), template.subject(), template.body());
        if (!found.isEmpty()) {
            throw Refusal.invalid(found).asException();
        }
        store.activate(key, decider(approval), clock.now());
        return Response.ok(TemplateView.of(
                        store.active(key.name(), key.channel(), key.locale()).orElseThrow(), key.channel()))
                .build();
    }

    @Override
    public void rejected(Approval approval) {
        store.decide(key(approval), Template.Status.REJECTED, decider(approval), clock.now());
    }

    private TemplateKey key(Approval approval) {
        try {
            return json.treeToValue(approval.payload(), TemplateKey.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("approval of a template names none", e);
        }
    }

    private static String decider(Approval approval) {
        @Nullable String by = approval.decidedBy();
        return by == null ? "" : by;
    }
}
