package covenant.request.flow;

import covenant.contracts.DsrEvent.Outcome;
import covenant.contracts.DsrEvent.RequestType;
import covenant.request.answer.Answers;
import covenant.request.request.Request;
import covenant.request.request.RequestState;
import covenant.request.request.RequestStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Facts that fulfil what was asked for. */
@ApplicationScoped
public class FactsArrived {
    private final RequestStore requests;
    private final Answers answers;

    FactsArrived(RequestStore requests, Answers answers) {
        this.requests = requests;
        this.answers = answers;
    }

    /** A wish to close the account is fulfilled when the account system closed it. */
    public void accountClosed(String subjectId, String accountId) {
        accepted(subjectId, RequestType.ACCOUNT_CLOSURE).stream()
                .filter(r -> r.accountId() == null || r.accountId().equals(accountId))
                .forEach(r -> answers.complete(r, Outcome.FULL, Map.of("accountId", accountId), null));
    }

    public void consentWithdrawn(String subjectId) {
        accepted(subjectId, RequestType.WITHDRAWAL).forEach(r -> answers.complete(r, Outcome.FULL, Map.of(), null));
    }

    private List<Request> accepted(String subjectId, RequestType type) {
        return requests.lockOpen(subjectId, List.of(type)).stream()
                .filter(r -> r.state() instanceof RequestState.Accepted || r.state() instanceof RequestState.Executing)
                .toList();
    }
}
