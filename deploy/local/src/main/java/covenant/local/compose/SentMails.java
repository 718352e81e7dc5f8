package covenant.local.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.embedded.smtp.Mail;
import covenant.local.client.Mails;
import covenant.local.client.Unanswered;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What Mailpit received, by its API. */
final class SentMails implements Mails {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String origin;
    private final HttpClient http;
    private final Map<String, Mail> read = new HashMap<>();

    SentMails(String origin, HttpClient http) {
        this.origin = origin;
        this.http = http;
    }

    @Override
    public synchronized List<Mail> to(String address) {
        String query = URLEncoder.encode("to:\"" + address + "\"", StandardCharsets.UTF_8);
        List<Mail> found = new ArrayList<>();
        for (JsonNode message : get("/api/v1/search?limit=200&query=" + query).path("messages")) {
            found.add(read.computeIfAbsent(message.path("ID").asText(), this::mail));
        }
        Collections.reverse(found);
        return found;
    }

    private Mail mail(String id) {
        JsonNode message = get("/api/v1/message/" + id);
        return new Mail(
                message.at("/From/Address").asText(),
                message.at("/To/0/Address").asText(),
                message.path("Subject").asText(),
                message.path("Text").asText());
    }

    private JsonNode get(String path) {
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(URI.create(origin + path)).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("The mail sink answers " + answer.statusCode());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new Unanswered("The mail sink does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading mails", e);
        }
    }
}
