package covenant.request.flow;

import covenant.contracts.DsrEvent.Outcome;
import covenant.contracts.DsrEvent.RequestType;
import covenant.platform.time.CovenantClock;
import covenant.request.answer.Answers;
import covenant.request.facts.FactStore;
import covenant.request.request.Request;
import covenant.request.request.RequestState;
import covenant.request.request.RequestStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Facts that fulfil what was asked for, or are the trigger of a deletion that waits for one. */
@ApplicationScoped
public class FactsArrived {
    private final RequestStore requests;
    private final Answers answers;
    private final Deletions deletions;
    private final FactStore facts;
    private final CovenantClock clock;

    FactsArrived(RequestStore requests, Answers answers, Deletions deletions, FactStore facts, CovenantClock clock) {
        this.requests = requests;
        this.answers = answers;
        this.deletions = deletions;
        this.facts = facts;
        this.clock = clock;
    }

    /** A wish to close the account is fulfilled when the account system closed it. */
    public void accountClosed(String subjectId, String accountId) {
        accepted(subjectId, RequestType.ACCOUNT_CLOSURE).stream()
                .filter(r -> r.accountId() == null || r.accountId().equals(accountId))
                .forEach(r -> answers.complete(r, Outcome.FULL, Map.of("accountId", accountId), null));
        deletions.reconsider(subjectId);
    }

    /** The consent-service carried out a wish to withdraw: all that it concerned went at once. */
    public void withdrawnOnRequest(String subjectId) {
        accepted(subjectId, RequestType.WITHDRAWAL).forEach(r -> answers.complete(r, Outcome.FULL, Map.of(), null));
        deletions.reconsider(subjectId);
    }

    /** Consents changed: a withdrawal may be fulfilled by it, and a deletion may have its trigger. */
    public void consentsChanged(String subjectId) {
        List<Request> waiting = accepted(subjectId, RequestType.WITHDRAWAL);
        if (!waiting.isEmpty()) {
            Set<String> consented = facts.of(subjectId, clock.now()).consented();
            waiting.stream()
                    .filter(r -> !Withdrawn.somethingLives(r, consented))
                    .forEach(r -> answers.complete(r, Outcome.FULL, Map.of(), null));
        }
        deletions.reconsider(subjectId);
    }

    private List<Request> accepted(String subjectId, RequestType type) {
        return requests.lockOpen(subjectId, List.of(type)).stream()
                .filter(r -> r.state() instanceof RequestState.Accepted || r.state() instanceof RequestState.Executing)
                .toList();
    }
}
