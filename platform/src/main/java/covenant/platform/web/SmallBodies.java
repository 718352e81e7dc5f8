package covenant.platform.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body of declared, ordinary length before a worker is given the request. Without it the worker waits for the body under the monitor of
 * the connection, and the two threads wake each other for every call. A long body, or one of undeclared length, is streamed as ever, and so is every
 * body over HTTP/2, where a request that was read cannot be paused again.
 */
@ApplicationScoped
class SmallBodies {
    private static final Logger LOG = Logger.getLogger(SmallBodies.class);
    private static final int BEFORE_THE_ROUTES = 10;

    private final BodyHandler reader = BodyHandler.create(false).setBodyLimit(BodyLimitFilter.DEFAULT_BYTES);

    void register(@Observes Filters filters) {
        filters.register(this::read, BEFORE_THE_ROUTES);
    }

    /** Nobody is left to answer; Quarkus would log it as an error with the path, which may hold a person's id. */
    void register(@Observes Router router) {
        router.route().order(-BEFORE_THE_ROUTES).failureHandler(context -> {
            if (context.failure() instanceof HttpClosedException) {
                LOG.debug("A caller left before its body was complete");
            } else {
                context.next();
            }
        });
    }

    private void read(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.version() == HttpVersion.HTTP_2
                || !isSmall(request.getHeader(HttpHeaders.CONTENT_LENGTH))
                || request.isEnded()) {
            context.next();
            return;
        }
        request.resume();
        reader.handle(context);
    }

    /** @param length the header, null where there is none; what is no number is left to the server */
    static boolean isSmall(@Nullable String length) {
        if (length == null || length.length() > 6 || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        int bytes = length.isEmpty() ? 0 : Integer.parseInt(length);
        return bytes > 0 && bytes <= BodyLimitFilter.DEFAULT_BYTES;
    }
}
