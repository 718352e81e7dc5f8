package covenant.platform.security;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

@Provider
@RequiresMfa
@Priority(Priorities.AUTHORIZATION + 10)
class MfaFilter implements ContainerRequestFilter {
    private final Caller caller;

    MfaFilter(Caller caller) {
        this.caller = caller;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        caller.requireMfa();
    }
}
