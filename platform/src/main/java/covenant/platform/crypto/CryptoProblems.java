package covenant.platform.crypto;

import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.ProblemResponses;
import covenant.platform.problem.Refusal;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What callers of REST see of keys that are away or destroyed. */
public class CryptoProblems {
    @ServerExceptionMapper(priority = 1)
    public Response erased(SubjectErasedException e) {
        return ProblemResponses.of(Refusal.of(ProblemCode.STATE_CONFLICT, "The data subject was erased."));
    }

    @ServerExceptionMapper(priority = 1)
    public Response away(KeysUnavailableException e) {
        return ProblemResponses.of(Refusal.of(
                ProblemCode.SERVICE_UNAVAILABLE, "The keys are temporarily not available; nothing was stored."));
    }
}
