package covenant.local.client;

import covenant.embedded.identity.LocalKeys;
import covenant.embedded.identity.TokenMint;
import covenant.embedded.identity.TokenRequest;
import covenant.local.stack.Service;
import covenant.local.stack.StackPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** REST calls to a stack's services, each with a token of the role it needs. */
public final class Api {

    /** JSON where there is a choice, else what the route gives: a letter is a PDF, and its refusals are JSON all the same. */
    public static final String JSON_IF_IT_CAN = "application/json, */*;q=0.1";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final StackPorts ports;
    private final String origin;
    private final Tokens tokens;
    private final AtomicInteger calls = new AtomicInteger();
    private final HttpClient http;

    public Api(StackPorts ports, LocalKeys keys) {
        this(ports, "http://127.0.0.1", new TokenMint(keys.tokenSigningKey())::mint, HttpClient.newBuilder());
    }

    /**
     * @param origin scheme and host, without the port
     * @param http says whom to trust
     */
    public Api(StackPorts ports, String origin, Tokens tokens, HttpClient.Builder http) {
        this.ports = ports;
        this.origin = origin;
        this.tokens = tokens;
        this.http = http.version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /** Calls as somebody. */
    public Caller as(TokenRequest who) {
        return new Caller(Optional.of(tokens.token(who)));
    }

    /** Calls in a role, as its usual person or system. */
    public Caller as(Role role) {
        return as(TokenRequest.of(role.usualSubject(), role.name()));
    }

    /** The same with a second factor. */
    public Caller asStrongly(Role role) {
        return as(TokenRequest.of(role.usualSubject(), role.name()).withSecondFactor());
    }

    /** The data subject herself. */
    public Caller asSubject(String subjectId) {
        return as(TokenRequest.of(subjectId, Role.SUBJECT.name()));
    }

    /** A data holder's system. */
    public Caller asHolder(String holderId) {
        return as(TokenRequest.of("system-of-" + holderId, Role.HOLDER.name()).withHolder(holderId));
    }

    /** Calls with a token of one's own making, or with none. */
    public Caller withToken(Optional<String> token) {
        return new Caller(token);
    }

    /** Where several processes of a service run, each call goes to the next of them. */
    public URI uri(Service service, String path) {
        List<Integer> all = ports.all(service);
        return URI.create(origin + ":" + all.get(Math.floorMod(calls.getAndIncrement(), all.size())) + path);
    }

    public StackPorts ports() {
        return ports;
    }

    /** Somebody who calls. */
    public final class Caller {

        private final Optional<String> token;
        private final Optional<String> idempotencyKey;

        private Caller(Optional<String> token) {
            this(token, Optional.empty());
        }

        private Caller(Optional<String> token, Optional<String> idempotencyKey) {
            this.token = token;
            this.idempotencyKey = idempotencyKey;
        }

        /** The same caller, whose requests say that they are repetitions of one another. */
        public Caller withIdempotencyKey(String key) {
            return new Caller(token, Optional.of(key));
        }

        public Answer get(Service service, String path) {
            return send(service, "GET", path, Optional.empty(), JSON_IF_IT_CAN);
        }

        /** @param accept the media type wanted */
        public Answer get(Service service, String path, String accept) {
            return send(service, "GET", path, Optional.empty(), accept);
        }

        public Answer post(Service service, String path, String json) {
            return send(service, "POST", path, Optional.of(json), JSON_IF_IT_CAN);
        }

        public Answer put(Service service, String path, String json) {
            return send(service, "PUT", path, Optional.of(json), JSON_IF_IT_CAN);
        }

        public Answer delete(Service service, String path) {
            return send(service, "DELETE", path, Optional.empty(), JSON_IF_IT_CAN);
        }

        /** Any method, with a JSON body or none. */
        public Answer send(Service service, String method, String path, Optional<String> body, String accept) {
            return send(
                    service,
                    method,
                    path,
                    body.map(text -> text.getBytes(StandardCharsets.UTF_8)),
                    "application/json",
                    accept);
        }

        /** Any method and any body. */
        public Answer send(
                Service service, String method, String path, Optional<byte[]> body, String contentType, String accept) {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri(service, path))
                    .timeout(TIMEOUT)
                    .header("Accept", accept)
                    .method(
                            method,
                            body.map(HttpRequest.BodyPublishers::ofByteArray)
                                    .orElse(HttpRequest.BodyPublishers.noBody()));
            body.ifPresent(bytes -> request.header("Content-Type", contentType));
            token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
            idempotencyKey.ifPresent(value -> request.header("Idempotency-Key", value));
            String line = method + " " + service.module() + path;
            try {
                HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
                return new Answer(
                        line,
                        response.statusCode(),
                        response.body(),
                        response.headers().firstValue("Content-Type"));
            } catch (IOException e) {
                throw new Unanswered(line + ": no answer (" + e + "). Is the stack up? ./covenant status", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted during " + line, e);
            }
        }
    }
}
