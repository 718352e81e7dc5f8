package covenant.platform.web;

import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/** Refuses U+0000 in path and query: no id or filter holds one, and PostgreSQL would answer it with a fault. */
@Provider
class NulFilter implements ContainerRequestFilter {
    private static final String NUL = "%00";

    @Override
    public void filter(ContainerRequestContext request) {
        if (holdsNul(request.getUriInfo().getRequestUri().getRawPath())
                || holdsNul(request.getUriInfo().getRequestUri().getRawQuery())) {
            throw new RefusedException(ProblemCode.MALFORMED_REQUEST, "The path or query holds U+0000.");
        }
    }

    private static boolean holdsNul(@Nullable String raw) {
        return raw != null && raw.contains(NUL);
    }
}
