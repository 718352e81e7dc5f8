package covenant.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks {@code /q/health/ready}. */
public final class HealthProbe {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /** What a service says of itself. */
    public record Health(boolean ready, String detail) {}

    public Health of(int port) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200
                    ? new Health(true, "ready")
                    : new Health(false, "not ready" + failing(response.body()));
        } catch (IOException e) {
            return new Health(false, "no answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking for health", e);
        }
    }

    private static String failing(String body) throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode check : JSON.readTree(body).path("checks")) {
            if (!"UP".equals(check.path("status").asText())) {
                names.add(check.path("name").asText());
            }
        }
        return names.isEmpty() ? "" : " (" + String.join(", ", names) + ")";
    }
}
