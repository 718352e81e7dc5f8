package covenant.platform.crypto.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;

/**
 * Speaks as much of Vault's HTTP API as Covenant and its bootstrap script use, on a port of its own: mounts, policies, tokens of a policy,
 * transit (derived AES keys, Ed25519, rotate, rewrap, trim) and KV version 2 with check-and-set. Policies are enforced as Vault does.
 */
public final class VaultStub implements AutoCloseable {
    public static final String ROOT = "root-of-the-stub";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Acl> policies = new ConcurrentHashMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> logins = new ConcurrentHashMap<>();
    private final Set<String> mounts = ConcurrentHashMap.newKeySet();
    private final Set<String> used = new ConcurrentSkipListSet<>();
    private final TransitEngine transit = new TransitEngine();
    private final KvEngine kv = new KvEngine();
    private volatile boolean sealed;

    public VaultStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** An answer: status and body. */
    record Answer(int status, JsonNode body) {
        static Answer data(JsonNode data) {
            return new Answer(200, JSON.createObjectNode().set("data", data));
        }

        static Answer done() {
            return new Answer(204, JSON.createObjectNode());
        }

        static Answer error(int status, String message) {
            ObjectNode body = JSON.createObjectNode();
            if (!message.isEmpty()) {
                body.putArray("errors").add(message);
            } else {
                body.putArray("errors");
            }
            return new Answer(status, body);
        }
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A sealed Vault answers everything with 503. */
    public void seal() {
        sealed = true;
    }

    public void unseal() {
        sealed = false;
    }

    /** What was written below {@code auth/}: who may log in from Kubernetes, and as what. */
    public Map<String, JsonNode> logins() {
        return Map.copyOf(logins);
    }

    /** Every {@code capability path} that a token other than the root's was allowed. */
    public Set<String> used() {
        return Set.copyOf(used);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Answer answer;
        try {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            JsonNode body = sent.length == 0 ? JSON.createObjectNode() : JSON.readTree(sent);
            String path = exchange.getRequestURI().getPath().substring("/v1/".length());
            answer = answer(
                    exchange.getRequestMethod(),
                    path,
                    exchange.getRequestHeaders().getFirst("X-Vault-Token"),
                    body);
        } catch (TransitKey.Refused e) {
            answer = Answer.error(400, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            answer = Answer.error(500, "internal error: " + e);
        }
        byte[] bytes = answer.status() == 204 ? new byte[0] : JSON.writeValueAsBytes(answer.body());
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private Answer answer(String method, String path, String token, JsonNode body) {
        if (sealed) {
            return Answer.error(503, "Vault is sealed");
        }
        if (!ROOT.equals(token) && !allowed(method, path, token, body)) {
            return Answer.error(403, "permission denied");
        }
        String[] parts = path.split("/", 2);
        return switch (parts[0]) {
            case "sys" -> sys(method, parts[1], body);
            case "auth" -> createToken(parts[1], body);
            case "transit" -> transit.answer(method, parts[1].split("/"), body);
            case "covenant" -> kv.answer(method, parts[1], body);
            default -> Answer.error(404, "no handler for route");
        };
    }

    private boolean allowed(String method, String path, String token, JsonNode body) {
        Acl acl = token == null || !tokens.containsKey(token) ? null : policies.get(tokens.get(token));
        String capability = method.equals("GET")
                ? "read"
                : path.startsWith("covenant/data/") && !kv.has(path.substring("covenant/".length()))
                        ? "create"
                        : "update";
        if (acl == null || !acl.allows(path, capability, body)) {
            return false;
        }
        used.add(capability + " " + path);
        return true;
    }

    private Answer sys(String method, String path, JsonNode body) {
        if (method.equals("POST") && (path.startsWith("mounts/") || path.startsWith("auth/"))) {
            return mounts.add(path) ? Answer.done() : Answer.error(400, "path is already in use at " + path);
        }
        if (method.equals("PUT") && path.startsWith("policies/acl/")) {
            policies.put(
                    path.substring("policies/acl/".length()),
                    Acl.parse(body.path("policy").asText()));
            return Answer.done();
        }
        return Answer.error(404, "");
    }

    private Answer createToken(String path, JsonNode body) {
        if (path.startsWith("kubernetes/")) {
            logins.put(path, body);
            return Answer.done();
        }
        if (!path.equals("token/create")) {
            return Answer.error(404, "");
        }
        String policy = body.path("policies").path(0).asText();
        String token = "token-of-" + policy + "-" + tokens.size();
        tokens.put(token, policy);
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("auth").put("client_token", token);
        return new Answer(200, answer);
    }
}
