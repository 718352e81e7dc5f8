package covenant.audit.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is hashed into the tree and published: the envelope with the person under a pseudonym, and a commitment to everything else.
 * Canonical JSON (RFC 8785), version 1.
 *
 * @param actor {@code TYPE:id}; the id is the pseudonym where the actor is the person
 * @param commitment {@link Sealed#commitment()}
 * @param subject pseudonym
 */
public record Leaf(
        String eventId,
        String source,
        String service,
        String type,
        Instant occurredAt,
        Instant recordedAt,
        Instant loggedAt,
        @Nullable String subject,
        String actor,
        String correlationId,
        @Nullable String causationId,
        @Nullable String policyVersion,
        @Nullable String schema,
        String topic,
        long partition,
        long offset,
        String commitment) {

    private static final long VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The exact bytes that are hashed. */
    public byte[] toBytes() {
        return new CanonicalJson()
                .text("actor", actor)
                .text("causationId", causationId)
                .text("commitment", commitment)
                .text("correlationId", correlationId)
                .text("eventId", eventId)
                .text("loggedAt", loggedAt.toString())
                .text("occurredAt", occurredAt.toString())
                .number("offset", offset)
                .number("partition", partition)
                .text("policyVersion", policyVersion)
                .text("recordedAt", recordedAt.toString())
                .text("schema", schema)
                .text("service", service)
                .text("source", source)
                .text("subject", subject)
                .text("topic", topic)
                .text("type", type)
                .number("v", VERSION)
                .end()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a leaf back; empty if the bytes are not one, as after tampering. */
    public static Optional<Leaf> parse(byte[] bytes) {
        try {
            JsonNode node = JSON.readTree(bytes);
            if (node.path("v").asLong() != VERSION) {
                return Optional.empty();
            }
            return Optional.of(new Leaf(
                    text(node, "eventId"),
                    text(node, "source"),
                    text(node, "service"),
                    text(node, "type"),
                    Instant.parse(text(node, "occurredAt")),
                    Instant.parse(text(node, "recordedAt")),
                    Instant.parse(text(node, "loggedAt")),
                    node.path("subject").textValue(),
                    text(node, "actor"),
                    text(node, "correlationId"),
                    node.path("causationId").textValue(),
                    node.path("policyVersion").textValue(),
                    node.path("schema").textValue(),
                    text(node, "topic"),
                    node.path("partition").asLong(),
                    node.path("offset").asLong(),
                    text(node, "commitment")));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText();
    }
}
