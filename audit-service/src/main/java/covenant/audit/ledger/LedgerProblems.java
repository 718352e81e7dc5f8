package covenant.audit.ledger;

import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.ProblemResponses;
import covenant.platform.problem.Refusal;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What callers of REST see of a log that refuses to sign. */
class LedgerProblems {

    @ServerExceptionMapper(priority = 1)
    Response halted(LedgerHaltedException e) {
        return refused();
    }

    @ServerExceptionMapper(priority = 1)
    Response broken(LedgerBrokenException e) {
        return refused();
    }

    private static Response refused() {
        return ProblemResponses.of(Refusal.of(
                ProblemCode.SERVICE_UNAVAILABLE,
                "The audit log failed a check and takes nothing until it is repaired and verified."));
    }
}
