package covenant.notification.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A provider of text messages or pushes behind HTTP: {@code POST {id, to, title, text, locale}}, signed, with the delivery's id as
 * {@code Idempotency-Key}. 2xx took it; 408, 425, 429 and 5xx ask to come again; any other answer is final.
 */
final class Gateway {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER = 4_096;

    private final URI url;
    private final String secret;
    private final ObjectMapper json;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    Gateway(URI url, String secret, ObjectMapper json) {
        this.url = url;
        this.secret = secret;
        this.json = json;
    }

    SendResult send(Outgoing out) {
        try {
            HttpResponse<String> answer = http.send(request(out), HttpResponse.BodyHandlers.ofString());
            return classify(answer);
        } catch (IOException e) {
            return new SendResult.Temporary("GATEWAY_AWAY", null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SendResult.Temporary("GATEWAY_AWAY", null);
        }
    }

    private HttpRequest request(Outgoing out) throws JsonProcessingException {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("id", out.deliveryId().toString());
        body.put("to", out.address());
        body.put("title", out.message().subject());
        body.put("text", out.message().text());
        body.put("locale", out.message().locale());
        String text = json.writeValueAsString(body);
        String timestamp = Long.toString(System.currentTimeMillis() / 1_000);
        return HttpRequest.newBuilder(url)
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", out.deliveryId().toString())
                .header("X-Covenant-Timestamp", timestamp)
                .header("X-Covenant-Signature", GatewaySignature.of(secret, timestamp, text))
                .POST(HttpRequest.BodyPublishers.ofString(text))
                .build();
    }

    private SendResult classify(HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return new SendResult.Accepted(reference(answer.body()));
        }
        boolean again = status == 408 || status == 425 || status == 429 || status / 100 == 5;
        return again
                ? new SendResult.Temporary("GATEWAY_" + status, retryAfter(answer))
                : new SendResult.Permanent("GATEWAY_" + status);
    }

    private @Nullable String reference(@Nullable String body) {
        if (body == null || body.isBlank() || body.length() > LONGEST_ANSWER) {
            return null;
        }
        try {
            JsonNode id = json.readTree(body).path("id");
            return id.isTextual() && id.asText().length() <= 200 ? id.asText() : null;
        } catch (JsonProcessingException notJson) {
            // Taken all the same: the status said so. There is just no reference to remember.
            return null;
        }
    }

    private static @Nullable Duration retryAfter(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(v -> v.matches("\\d{1,5}"))
                .map(v -> Duration.ofSeconds(Long.parseLong(v)))
                .orElse(null);
    }
}
