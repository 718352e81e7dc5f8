package covenant.platform.web;

import covenant.platform.security.Caller;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hands every refused call (401, 403, 409, 422, 429) to the record of refused calls, by the route's template. */
@Provider
class RefusedCallFilter implements ContainerResponseFilter {
    private static final Set<Integer> REFUSED = Set.of(401, 403, 409, 422, 429);

    private final RefusedCalls refusedCalls;
    private final Caller caller;

    @Context
    ResourceInfo resource;

    RefusedCallFilter(RefusedCalls refusedCalls, Caller caller) {
        this.refusedCalls = refusedCalls;
        this.caller = caller;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!REFUSED.contains(response.getStatus())) {
            return;
        }
        // Asking who called would authenticate again, and fail again, where the token was the trouble.
        boolean known = response.getStatus() != 401 || "MFA_REQUIRED".equals(code(response));
        refusedCalls.record(new RefusedCalls.Call(
                route(),
                request.getMethod(),
                response.getStatus(),
                code(response),
                known ? List.copyOf(caller.roles()) : List.of(),
                known ? caller.actor() : new covenant.contracts.Actor("ANONYMOUS", "anonymous")));
    }

    private static String code(ContainerResponseContext response) {
        return response.getEntity() instanceof Map<?, ?> body && body.get("code") instanceof String code ? code : "";
    }

    private String route() {
        if (resource.getResourceClass() == null) {
            return "?";
        }
        return template(resource.getResourceClass().getAnnotation(Path.class))
                + template(
                        resource.getResourceMethod() == null
                                ? null
                                : resource.getResourceMethod().getAnnotation(Path.class));
    }

    private static String template(@Nullable Path path) {
        if (path == null || path.value().isEmpty() || path.value().equals("/")) {
            return "";
        }
        return path.value().startsWith("/") ? path.value() : "/" + path.value();
    }
}
