package covenant.local.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import covenant.local.client.Unanswered;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The realm {@code covenant}, seen by Keycloak's administrator: makes people and systems. */
final class Realm {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String admin;
    private final HttpClient http;
    private final Login master;
    private final String password;

    Realm(String origin, Login master, HttpClient http, String password) {
        this.admin = origin + "/admin/realms/covenant";
        this.master = master;
        this.http = http;
        this.password = password;
    }

    /** A person with that role, a password and a one-time code; answers the id that stands in her tokens. */
    String person(String name, String role, String password, byte[] otp) {
        ObjectNode user = JSON.createObjectNode()
                .put("username", name)
                .put("enabled", true)
                .put("email", name + "@login.example.org")
                .put("emailVerified", true)
                .put("firstName", "Invented")
                .put("lastName", "Person");
        user.putArray("credentials")
                .add(JSON.createObjectNode().put("type", "password").put("value", password))
                .add(
                        JSON.createObjectNode()
                                .put("type", "otp")
                                .put(
                                        "secretData",
                                        JSON.createObjectNode()
                                                .put("value", new String(otp, StandardCharsets.US_ASCII))
                                                .toString())
                                .put(
                                        "credentialData",
                                        "{\"subType\": \"totp\", \"digits\": 6, \"counter\": 0, \"period\": 30, \"algorithm\": \"HmacSHA1\"}"));
        String id = created("/users", user);
        give(id, role);
        return id;
    }

    /** A data holder's system, which may fetch orders of that holder alone. */
    void holder(String client, String secret, String holder) {
        ObjectNode system = JSON.createObjectNode()
                .put("clientId", client)
                .put("secret", secret)
                .put("enabled", true)
                .put("publicClient", false)
                .put("standardFlowEnabled", false)
                .put("directAccessGrantsEnabled", false)
                .put("serviceAccountsEnabled", true);
        system.putArray("defaultClientScopes").add("covenant");
        String id = created("/clients", system);
        ObjectNode account = (ObjectNode) call("GET", "/clients/" + id + "/service-account-user", null);
        account.putObject("attributes").putArray("holder").add(holder);
        call("PUT", "/users/" + account.path("id").asText(), account);
        give(account.path("id").asText(), "HOLDER");
    }

    private void give(String user, String role) {
        JsonNode found = call("GET", "/roles/" + role, null);
        call(
                "POST",
                "/users/" + user + "/role-mappings/realm",
                JSON.createArrayNode().add(found));
    }

    private String created(String path, JsonNode body) {
        String location = send("POST", path, body)
                .headers()
                .firstValue("Location")
                .orElseThrow(() -> new IllegalStateException("Keycloak does not say what it made"));
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private JsonNode call(String method, String path, @Nullable JsonNode body) {
        String answer = send(method, path, body).body();
        try {
            return answer.isEmpty() ? JSON.missingNode() : JSON.readTree(answer);
        } catch (IOException e) {
            throw new IllegalStateException(path + ": no JSON", e);
        }
    }

    private HttpResponse<String> send(String method, String path, @Nullable JsonNode body) {
        String token = master.token(
                Map.of("grant_type", "password", "client_id", "admin-cli", "username", "admin", "password", password));
        HttpRequest request = HttpRequest.newBuilder(URI.create(admin + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer;
        } catch (IOException e) {
            throw new Unanswered("Keycloak does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking Keycloak", e);
        }
    }
}
