package covenant.local.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A CloudEvent as it was read from a topic. */
public record Fact(
        String topic,
        int partition,
        long offset,
        @Nullable String key,
        @Nullable String value,
        Map<String, String> headers) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The event's name, without {@code covenant.}. */
    public String type() {
        return headers.getOrDefault("ce_type", "").replaceFirst("^covenant\\.", "");
    }

    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The value; of a tombstone an empty object. */
    public JsonNode json() {
        try {
            return value == null ? JSON.createObjectNode() : JSON.readTree(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not JSON in " + topic + " at " + partition + ":" + offset, e);
        }
    }
}
