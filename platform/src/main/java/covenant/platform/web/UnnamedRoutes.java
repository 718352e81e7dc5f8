package covenant.platform.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;

/**
 * Until Quarkus REST has found its route, a call has the route UNKNOWN: metrics and traces would name one that ends before by its path, and that may hold
 * a person's id (a method that is not allowed, OPTIONS, a body that breaks off).
 */
class UnnamedRoutes {
    /** Where Quarkus REST leaves the route's template, and Micrometer's and OpenTelemetry's instruments look for it. */
    private static final String TEMPLATE = "UrlPathTemplate";

    private static final String MANAGEMENT = "/q/";
    private static final int BEFORE_ANYTHING_ENDS_A_CALL = 1_000;

    void register(@Observes Filters filters) {
        filters.register(UnnamedRoutes::beginUnnamed, BEFORE_ANYTHING_ENDS_A_CALL);
    }

    private static void beginUnnamed(RoutingContext call) {
        Context context = Vertx.currentContext();
        if (context != null
                && VertxContext.isDuplicatedContext(context)
                && !call.request().path().startsWith(MANAGEMENT)) {
            context.putLocal(TEMPLATE, "UNKNOWN");
        }
        call.next();
    }
}
