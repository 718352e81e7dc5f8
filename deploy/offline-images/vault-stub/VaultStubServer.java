import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import covenant.platform.crypto.vault.VaultStub;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * NOT a Vault: the stub of platform's tests over TLS on port 8200, with as much of initialisation and AppRole logins as
 * deploy/compose/openbao/setup.sh and the services use. Keys are in memory and end with the process.
 */
final class VaultStubServer {

    private record Answer(int status, byte[] body) {
        static Answer of(int status, JsonNode body) {
            return new Answer(status, body.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final VaultStub stub = new VaultStub();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private volatile ObjectNode logins = JSON.createObjectNode();

    /** @param arguments the directory of tls.crt and tls.key */
    public static void main(String[] arguments) throws Exception {
        VaultStubServer server = new VaultStubServer();
        HttpsServer https = HttpsServer.create(new InetSocketAddress(8200), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(showing(Path.of(arguments[0]))));
        https.createContext("/v1/", server::answer);
        https.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        https.start();
        System.out.println("This is a stub and not OpenBao: its keys end with it.");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            String token = exchange.getRequestHeaders().getFirst("X-Vault-Token");
            Answer answer = answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), token, sent);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer answer(String method, String path, String token, byte[] sent) throws IOException, InterruptedException {
        JsonNode body = sent.length == 0 ? JSON.createObjectNode() : JSON.readTree(sent);
        String[] parts = path.substring("/v1/".length()).split("/");
        boolean root = VaultStub.ROOT.equals(token);
        boolean tokenOfOwn = parts.length > 2 && parts[2].endsWith("-self");
        return switch (parts[0] + "/" + parts[1]) {
            case "sys/init" ->
                Answer.of(200, JSON.createObjectNode().put("initialized", false).put("root_token", VaultStub.ROOT));
            case "sys/health" -> Answer.of(200, JSON.createObjectNode());
            case "auth/approle" -> parts[2].equals("login") ? login(body) : root ? role(parts, body) : refused();
            case "auth/token" -> tokenOfOwn ? Answer.of(200, lease(token)) : forward(method, path, token, sent);
            case "sys/auth" -> method.equals("GET") ? Answer.of(200, logins) : enable(parts[2], forward(method, path, token, sent));
            default -> forward(method, path, token, sent);
        };
    }

    private Answer enable(String login, Answer answer) {
        if (answer.status() / 100 == 2) {
            logins = logins.deepCopy().set(login + "/", JSON.createObjectNode());
        }
        return answer;
    }

    private Answer role(String[] parts, JsonNode body) {
        if (parts.length == 5 && parts[4].equals("custom-secret-id")) {
            secrets.put(parts[3], body.path("secret_id").asText());
        }
        return Answer.of(200, JSON.createObjectNode());
    }

    private Answer login(JsonNode body) throws IOException, InterruptedException {
        String role = body.path("role_id").asText();
        if (!body.path("secret_id").asText().equals(secrets.get(role))) {
            return refused();
        }
        JsonNode request = JSON.createObjectNode()
                .set("policies", JSON.createArrayNode().add("covenant-" + role));
        byte[] sent = request.toString().getBytes(StandardCharsets.UTF_8);
        Answer made = forward("POST", "/v1/auth/token/create", VaultStub.ROOT, sent);
        return Answer.of(200, lease(JSON.readTree(made.body()).at("/auth/client_token").asText()));
    }

    private static ObjectNode lease(String token) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("auth").put("client_token", token).put("lease_duration", 86_400).put("renewable", true);
        return answer;
    }

    private static Answer refused() {
        ObjectNode answer = JSON.createObjectNode();
        answer.putArray("errors").add("permission denied");
        return Answer.of(403, answer);
    }

    private Answer forward(String method, String path, String token, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(stub.address() + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (token != null) {
            request.header("X-Vault-Token", token);
        }
        HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(answer.statusCode(), answer.body());
    }

    private static SSLContext showing(Path directory) throws Exception {
        String pem = Files.readString(directory.resolve("tls.key")).replaceAll("-----[A-Z ]+-----|\\s", "");
        PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(directory.resolve("tls.crt"))) {
            Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
            store.setKeyEntry("own", key, new char[0], new Certificate[] {certificate});
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
