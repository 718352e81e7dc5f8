package covenant.notification.template;

import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.ProblemResponses;
import covenant.platform.problem.Refusal;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What callers of REST see of a message that cannot be shown. */
public class TemplateProblems {
    @ServerExceptionMapper(priority = 1)
    public Response unrenderable(Templates.UnrenderableException e) {
        return ProblemResponses.of(
                Refusal.of(ProblemCode.STATE_CONFLICT, "The message cannot be shown: " + e.code() + "."));
    }
}
