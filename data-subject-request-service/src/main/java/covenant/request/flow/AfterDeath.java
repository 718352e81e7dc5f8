package covenant.request.flow;

import covenant.contracts.DsrEvent.RefusalGround;
import covenant.contracts.DsrEvent.Requester;
import covenant.request.answer.Answers;
import covenant.request.decision.Instructions;
import covenant.request.decision.Refusals;
import covenant.request.facts.PersonFacts;
import covenant.request.request.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/**
 * Requests about a person who died (PIPL art. 49, R-GAP-7): relatives are heard for their own interest unless the person
 * arranged otherwise; whoever comes in the person's own name is looked at by somebody.
 */
@ApplicationScoped
class AfterDeath {
    private final Instructions instructions;
    private final Refusals refusals;
    private final Answers answers;

    AfterDeath(Instructions instructions, Refusals refusals, Answers answers) {
        this.instructions = instructions;
        this.refusals = refusals;
        this.answers = answers;
    }

    /** Whether nothing else is left to decide. */
    boolean decides(Request request, PersonFacts known) {
        boolean relative = request.requester() == Requester.RELATIVE_OF_DECEASED;
        if (relative && instructions.againstRelatives(request.subjectId())) {
            refusals.byRule(
                    request,
                    RefusalGround.INSTRUCTION_OF_DECEASED,
                    "死者生前已声明其近亲属不得查阅、复制、更正或者删除其个人信息 (the deceased recorded that relatives may not)");
            return true;
        }
        if (!relative && known.deceased()) {
            answers.review(request, Map.of("subjectDeceased", true));
            return true;
        }
        return false;
    }
}
