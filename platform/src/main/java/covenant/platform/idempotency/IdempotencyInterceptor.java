package covenant.platform.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** See {@link Idempotent}. */
@Idempotent
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 150)
class IdempotencyInterceptor {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,128}");

    private final IdempotencyStore store;
    private final Caller caller;
    private final RoutingContext http;
    private final ObjectMapper json;

    IdempotencyInterceptor(IdempotencyStore store, Caller caller, RoutingContext http, ObjectMapper json) {
        this.store = store;
        this.caller = caller;
        this.http = http;
        this.json = json;
    }

    @AroundInvoke
    Object answerOnce(InvocationContext call) throws Exception {
        String key = http.request().getHeader("Idempotency-Key");
        if (key != null && !KEY.matcher(key).matches()) {
            throw Refusal.invalid("Idempotency-Key", "must be 1-128 visible ASCII characters")
                    .asException();
        }
        return QuarkusTransaction.joiningExisting().call(() -> key == null ? call.proceed() : once(key, call));
    }

    private @Nullable Object once(String key, InvocationContext call) throws Exception {
        byte[] hash = requestHash(key, call);
        Optional<StoredAnswer> first = store.claim(caller.id(), key, hash);
        if (first.isPresent()) {
            if (!Arrays.equals(first.get().requestHash(), hash)) {
                throw new RefusedException(ProblemCode.IDEMPOTENCY_KEY_REUSED, "The key was used for another request.");
            }
            return first.get().response();
        }
        Response response = (Response) call.proceed();
        store.remember(caller.id(), key, response, body(response));
        return response;
    }

    private @Nullable String body(Response response) throws JsonProcessingException {
        Object entity = response.getEntity();
        return switch (entity) {
            case null -> null;
            case String text -> text;
            default -> json.writeValueAsString(entity);
        };
    }

    /** Binds method, path and parameters; the key stands in front, so that equal bodies do not show as equal hashes. */
    private byte[] requestHash(String key, InvocationContext call) throws JsonProcessingException {
        MessageDigest digest = sha256();
        digest.update(json.writeValueAsBytes(Arrays.asList(
                key, http.request().method().name(), http.request().path(), caller.id())));
        for (Object parameter : call.getParameters()) {
            if (isPartOfTheRequest(parameter)) {
                digest.update(json.writeValueAsBytes(parameter));
            }
        }
        return digest.digest();
    }

    private static boolean isPartOfTheRequest(@Nullable Object parameter) {
        return Objects.nonNull(parameter)
                && !(parameter instanceof UriInfo
                        || parameter instanceof HttpHeaders
                        || parameter instanceof SecurityContext
                        || parameter instanceof RoutingContext);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
