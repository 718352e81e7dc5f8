package covenant.platform.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import covenant.platform.storage.DatabaseAway;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The one place where exceptions become answers: every REST error of every service passes here. */
public class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    /** Where Quarkus REST leaves the route's template for its metrics. */
    @ServerExceptionMapper(priority = 1)
    public Response refused(RefusedException e) {
        return ProblemResponses.of(e.refusal());
    }

    @ServerExceptionMapper(priority = 1)
    public Response unauthenticated(UnauthorizedException e) {
        return ProblemResponses.of(Refusal.of(ProblemCode.UNAUTHENTICATED, "A valid bearer token is required."));
    }

    @ServerExceptionMapper(priority = 1)
    public Response badToken(AuthenticationFailedException e) {
        return ProblemResponses.of(Refusal.of(ProblemCode.UNAUTHENTICATED, "The bearer token is not accepted."));
    }

    @ServerExceptionMapper(priority = 1)
    public Response forbidden(ForbiddenException e) {
        return ProblemResponses.of(Refusal.of(ProblemCode.FORBIDDEN, "The caller's role does not permit this."));
    }

    @ServerExceptionMapper(priority = 1)
    public Response invalid(ConstraintViolationException e) {
        List<Violation> violations = e.getConstraintViolations().stream()
                .map(v -> new Violation(field(v.getPropertyPath().toString()), v.getMessage()))
                .sorted(java.util.Comparator.comparing(Violation::field))
                .toList();
        return ProblemResponses.of(Refusal.invalid(violations));
    }

    @ServerExceptionMapper(priority = 1)
    public Response malformed(JsonProcessingException e) {
        return ProblemResponses.of(malformedJson(e));
    }

    /** Takes the place of Quarkus's own mapper, which repeats the value that did not fit. */
    @ServerExceptionMapper(priority = 1)
    public Response mismatched(MismatchedInputException e) {
        return ProblemResponses.of(malformedJson(e));
    }

    /** Answers of the framework itself (404, 405, 406, 415, and 400 for JSON it could not read). */
    @ServerExceptionMapper(priority = 1)
    public Response framework(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        if (status < 400) {
            return e.getResponse();
        }
        if (e.getCause() instanceof RefusedException refused) {
            return refused(refused);
        }
        JsonProcessingException json = jsonCause(e);
        return ProblemResponses.of(
                switch (status) {
                    case 401 -> Refusal.of(ProblemCode.UNAUTHENTICATED, "A valid bearer token is required.");
                    case 403 -> Refusal.of(ProblemCode.FORBIDDEN, "The caller may not do this.");
                    case 404 -> Refusal.of(ProblemCode.NOT_FOUND, "There is nothing here.");
                    case 405 -> Refusal.of(ProblemCode.METHOD_NOT_ALLOWED, "The method is not allowed here.");
                    case 406 -> Refusal.of(ProblemCode.NOT_ACCEPTABLE, "No representation fits the Accept header.");
                    case 413 -> Refusal.of(ProblemCode.PAYLOAD_TOO_LARGE, "The body is too large.");
                    case 415 -> Refusal.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "The content type is not supported.");
                    default ->
                        status < 500
                                ? (json == null
                                        ? Refusal.of(ProblemCode.MALFORMED_REQUEST, "The request cannot be read.")
                                        : malformedJson(json))
                                : fault(e);
                });
    }

    @ServerExceptionMapper(priority = 1)
    public Response unexpected(Exception e) {
        JsonProcessingException json = jsonCause(e);
        if (json != null && !(e instanceof IllegalStateException)) {
            return ProblemResponses.of(malformedJson(json));
        }
        return ProblemResponses.of(fault(e));
    }

    /** A fault is logged by its class and place only: messages of drivers and parsers may quote values (1.5.4). */
    private static Refusal fault(Throwable e) {
        if (DatabaseAway.orBusyIn(e)) {
            LOG.warnf("Database not available, or another's work was in the way: %s", describe(e));
            return Refusal.of(
                    ProblemCode.SERVICE_UNAVAILABLE,
                    DatabaseAway.duringCommitIn(e)
                            ? "Temporarily not available; whether it was stored is not known: say it again under the same Idempotency-Key."
                            : "Temporarily not available; nothing was stored.");
        }
        LOG.errorf("Unexpected fault: %s", describe(e));
        return Refusal.of(ProblemCode.INTERNAL_ERROR, "An unexpected fault; nothing was stored.");
    }

    /** Class names and the frames of our own code of each cause: enough to find the place, no message. */
    public static String describe(Throwable e) {
        StringBuilder text = new StringBuilder();
        for (Throwable t = e; t != null && text.length() < 4_000; t = t.getCause()) {
            text.append(t.getClass().getName());
            if (t instanceof SQLException sql) {
                text.append(" [SQLSTATE ").append(sql.getSQLState()).append(']');
            }
            text.append(java.util.Arrays.stream(t.getStackTrace())
                    .filter(f -> f.getClassName().startsWith("covenant."))
                    .limit(8)
                    .map(f -> " at " + f)
                    .collect(Collectors.joining()));
            text.append(t.getCause() == null ? "" : " <- ");
        }
        return text.toString();
    }

    private static Refusal malformedJson(JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping ? path(mapping) : "";
        String message = switch (e) {
            case UnrecognizedPropertyException unknown -> "unknown field";
            case JsonMappingException mapping -> "wrong type or missing value";
            default -> "not JSON";
        };
        return new Refusal(
                ProblemCode.MALFORMED_REQUEST,
                "The body is not the JSON that is expected here.",
                List.of(new Violation(path, message)),
                java.util.Map.of());
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : safe(r.getFieldName()))
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    /** A field name comes from the caller: it is repeated only when it looks like one. */
    private static String safe(String fieldName) {
        return fieldName.matches("[A-Za-z][A-Za-z0-9_]{0,40}") ? fieldName : "?";
    }

    private static @Nullable JsonProcessingException jsonCause(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof JacksonException jackson && jackson instanceof JsonProcessingException json) {
                return json;
            }
        }
        return null;
    }

    /** {@code record.request.subjectId -> subjectId}: method and parameter names are no business of the caller. */
    private static String field(String nodes) {
        String path = nodes.replaceAll("\\.?<(list|iterable|map) (element|value|key)>", "");
        String[] parts = path.split("\\.");
        return parts.length <= 1
                ? path
                : parts.length == 2
                        ? parts[1]
                        : java.util.Arrays.stream(parts).skip(2).collect(Collectors.joining("."));
    }
}
