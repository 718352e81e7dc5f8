package covenant.platform.web;

import covenant.platform.call.CallContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Every line that is logged while a call is answered names its correlation id, as its events do. */
@Provider
class LogCorrelationFilter implements ContainerRequestFilter {
    private final CallContext calls;

    LogCorrelationFilter(CallContext calls) {
        this.calls = calls;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        calls.logCorrelation();
    }
}
