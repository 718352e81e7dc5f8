package covenant.platform.testapp;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Whom the last call would have been left to, had its token not been good, after Quarkus REST had its say. */
@ApplicationScoped
public class SeenAuthFailureHandler {
    private static volatile String last = "none";

    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    last = context.get(QuarkusHttpUser.AUTH_FAILURE_HANDLER)
                            .getClass()
                            .getName();
                    context.next();
                },
                198);
    }

    public static String last() {
        return last;
    }
}
