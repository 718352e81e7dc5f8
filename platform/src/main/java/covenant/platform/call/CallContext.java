package covenant.platform.call;

import covenant.contracts.Actor;
import covenant.platform.security.Caller;
import covenant.platform.storage.Ids;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.quarkus.arc.Arc;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Gives the {@link Cause} of the present work: of the consumed event while one is handled, of the HTTP call while one
 * is answered, and a fresh one of actor SYSTEM otherwise (sweeps).
 */
@ApplicationScoped
public class CallContext {
    private static final ThreadLocal<@Nullable Cause> CURRENT = new ThreadLocal<>();
    private static final Pattern CORRELATION = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    private static final String CORRELATION_HEADER = "X-Correlation-Id";
    private static final String LOGGED_CORRELATION = "correlationId";

    private final String service;
    private final Caller caller;
    private final Instance<RoutingContext> http;

    CallContext(
            @org.eclipse.microprofile.config.inject.ConfigProperty(name = "quarkus.application.name") String service,
            Caller caller,
            Instance<RoutingContext> http) {
        this.service = service;
        this.caller = caller;
        this.http = http;
    }

    public Cause current() {
        Cause consumed = CURRENT.get();
        if (consumed != null) {
            return consumed;
        }
        RoutingContext call = httpCall();
        return call == null
                ? new Cause(newId(), null, new Actor("SYSTEM", service), traceparent())
                : new Cause(correlationOf(call), null, caller.actor(), traceparent());
    }

    /** Runs work whose events shall name this cause; nested causes are restored afterwards. */
    public <T> T within(Cause cause, Supplier<T> work) {
        Cause outer = CURRENT.get();
        CURRENT.set(cause);
        try {
            return logging(cause.correlationId(), work);
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    /** Runs work whose log lines shall name this correlation. */
    public static <T> T logging(String correlationId, Supplier<T> work) {
        Object outer = MDC.get(LOGGED_CORRELATION);
        MDC.put(LOGGED_CORRELATION, correlationId);
        try {
            return work.get();
        } finally {
            if (outer == null) {
                MDC.remove(LOGGED_CORRELATION);
            } else {
                MDC.put(LOGGED_CORRELATION, outer);
            }
        }
    }

    /** Names the correlation of the HTTP call in every line that is logged while it is answered. */
    public void logCorrelation() {
        RoutingContext call = httpCall();
        if (call != null) {
            MDC.put(LOGGED_CORRELATION, correlationOf(call));
        }
    }

    private @Nullable RoutingContext httpCall() {
        if (!Arc.container().requestContext().isActive() || !http.isResolvable()) {
            return null;
        }
        try {
            RoutingContext call = http.get();
            return call.request() == null ? null : call;
        } catch (RuntimeException notAnHttpCall) {
            // The producer refuses outside of HTTP requests, e.g. when a sweep activated the request context.
            return null;
        }
    }

    private static String correlationOf(RoutingContext call) {
        String known = call.get(CORRELATION_HEADER);
        if (known != null) {
            return known;
        }
        String sent = call.request().getHeader(CORRELATION_HEADER);
        String id = sent != null && CORRELATION.matcher(sent).matches() ? sent : newId();
        call.put(CORRELATION_HEADER, id);
        return id;
    }

    private static String newId() {
        return Ids.next(Instant.ofEpochMilli(System.currentTimeMillis())).toString();
    }

    /** {@code traceparent} of the current span (W3C Trace Context), or null when nothing is traced. */
    public static @Nullable String traceparent() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid()
                ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                        + span.getTraceFlags().asHex()
                : null;
    }
}
