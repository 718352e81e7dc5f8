package covenant.local.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An answer to a request, as it came. */
public record Answer(String request, int status, byte[] body, Optional<String> contentType) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as JSON; missing where it is something else. */
    public JsonNode json() {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The value at the JSON pointer ({@code /items/0/id}) as text; empty when there is none. */
    public String at(String pointer) {
        return json().at(pointer).asText();
    }

    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /** Request, status and the beginning of the body. */
    public String described() {
        String body = text();
        return request + " -> " + status + " " + (body.length() > 2_000 ? body.substring(0, 2_000) + "…" : body);
    }
}
