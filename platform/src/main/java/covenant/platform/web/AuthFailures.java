package covenant.platform.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.HttpSecurityRecorder.DefaultAuthFailureHandler;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.function.BiConsumer;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * What happens to a call whose token is found bad before Quarkus REST has it: the same as Quarkus REST would do, but for the route template by which
 * metrics and traces name the call. Quarkus looks it up for every call in case it fails, building a map of all routes each time, and once more when
 * one has failed. Only the second is left: the first took a fifteenth of a decision's processor time and a sixth of what it allocated. What it named
 * besides, {@link UnnamedRoutes} leaves unnamed.
 */
class AuthFailures {
    /** As Quarkus's authentication, and after it: build-time filters of one priority come first. Quarkus REST comes one later. */
    private static final int RIGHT_AFTER_AUTHENTICATION = 200;

    private static final BiConsumer<RoutingContext, Throwable> TO_EXCEPTION_MAPPERS = (context, failure) -> {
        DefaultAuthFailureHandler.markIfOtherAuthenticationFailure(context, failure);
        if (!context.failed()) {
            context.fail(DefaultAuthFailureHandler.extractRootCause(failure));
        }
    };

    void register(@Observes Filters filters) {
        filters.register(AuthFailures::replaceDefault, RIGHT_AFTER_AUTHENTICATION);
    }

    private static void replaceDefault(RoutingContext context) {
        if (context.get(QuarkusHttpUser.AUTH_FAILURE_HANDLER) instanceof DefaultAuthFailureHandler) {
            context.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, TO_EXCEPTION_MAPPERS);
        }
        context.next();
    }

    /** Within Quarkus REST a bad token is an exception, which its mappers answer and its filters see, as Quarkus does it with its own handler. */
    @ServerRequestFilter(preMatching = true)
    public void leaveToRest(RoutingContext context) {
        if (context.get(QuarkusHttpUser.AUTH_FAILURE_HANDLER) == TO_EXCEPTION_MAPPERS) {
            context.remove(QuarkusHttpUser.AUTH_FAILURE_HANDLER);
        }
    }
}
