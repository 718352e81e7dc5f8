package covenant.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Validates payloads against the committed schemas; formats are asserted, not annotated. */
final class Schemas {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Map<EventType, Schema> CACHE = new ConcurrentHashMap<>();

    private Schemas() {}

    /** What is wrong with the payload, one line per violation; empty if it is valid. */
    static List<String> violations(EventType type, String payload) {
        return violations(
                CACHE.computeIfAbsent(type, key -> REGISTRY.getSchema(Json.text(key.schemaResource()))), payload);
    }

    /** The same under a schema that is not committed. */
    static List<String> violations(JsonNode schema, String payload) {
        return violations(REGISTRY.getSchema(schema.toString()), payload);
    }

    private static List<String> violations(Schema schema, String payload) {
        return schema
                .validate(
                        payload,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }
}
