package covenant.platform.problem;

import io.opentelemetry.api.trace.Span;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/** Renders a refusal as {@code application/problem+json} (RFC 9457), with the trace id of the call. */
public final class ProblemResponses {
    public static final String MEDIA_TYPE = "application/problem+json";

    private ProblemResponses() {}

    public static Response of(Refusal refusal) {
        Response.ResponseBuilder response =
                Response.status(refusal.code().status()).type(MEDIA_TYPE).entity(body(refusal));
        switch (refusal.code()) {
            case UNAUTHENTICATED -> response.header("WWW-Authenticate", "Bearer");
            // RFC 9470: the caller shall come back with a stronger authentication.
            case MFA_REQUIRED ->
                response.header(
                        "WWW-Authenticate",
                        "Bearer error=\"insufficient_user_authentication\","
                                + " error_description=\"A second factor is required\"");
            case RATE_LIMITED -> response.header("Retry-After", "60");
            // What is away is expected back soon: callers shall neither give up nor hammer.
            case SERVICE_UNAVAILABLE, DECISION_UNAVAILABLE -> response.header("Retry-After", "5");
            default -> {}
        }
        return response.build();
    }

    public static Map<String, Object> body(Refusal refusal) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", refusal.code().type());
        body.put("title", refusal.code().title());
        body.put("status", refusal.code().status());
        body.put("detail", refusal.detail());
        body.put("code", refusal.code().name());
        body.put("traceId", Span.current().getSpanContext().getTraceId());
        if (!refusal.violations().isEmpty()) {
            body.put("violations", refusal.violations());
        }
        refusal.extensions().forEach(body::putIfAbsent);
        return body;
    }
}
