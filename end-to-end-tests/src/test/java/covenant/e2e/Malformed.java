package covenant.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Calls that look like what a route's schema asks for, but for one to three places that no valid call could hold: an object where a text belongs,
 * a number beyond every range, U+0000, half a surrogate pair. So they pass the first checks and try the deeper ones. Only what takes no body can
 * have an effect, on persons who do not exist.
 */
final class Malformed {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> TEXTS = List.of(
            "x",
            "2026-02-30",
            "2026-11-24T25:61:00Z",
            "P1M",
            "P-1M",
            "PT9999999999H",
            "' OR 1=1 --",
            "{{7*7}}",
            "${jndi:ldap://x}",
            "../../etc/passwd",
            "张三",
            "\u202e\ud83d\ude00",
            "<script>alert(1)</script>",
            "=cmd|' /C calc'!A0",
            "%n%s",
            "NaN",
            "-0",
            "http://169.254.169.254/",
            "file:///etc/passwd",
            "true",
            "null",
            "\r\nSet-Cookie: a=b");

    private final Route route;
    private final RandomGenerator random;

    Malformed(Route route, RandomGenerator random) {
        this.route = route;
        this.random = random;
    }

    /** A path with something strange in each place, and strange values of the parameters that the route knows. */
    String path() {
        StringBuilder path = new StringBuilder(route.path(encoded(text())));
        char separator = '?';
        for (JsonNode parameter : route.parameters("query")) {
            if (random.nextInt(3) == 0) {
                path.append(separator)
                        .append(parameter.path("name").asText())
                        .append('=')
                        .append(encoded(text()));
                separator = '&';
            }
        }
        return path.toString();
    }

    byte[] body() {
        if (!route.takesJson() || random.nextInt(10) == 0) {
            return broken();
        }
        JsonNode body = plausible(route.bodySchema(), 0);
        List<ObjectNode> objects = new ArrayList<>();
        collect(body, objects);
        objects.removeIf(JsonNode::isEmpty);
        for (int wrong = 1 + random.nextInt(3); wrong > 0 && !objects.isEmpty(); wrong--) {
            ObjectNode one = objects.get(random.nextInt(objects.size()));
            List<String> names = new ArrayList<>();
            one.fieldNames().forEachRemaining(names::add);
            one.set(names.get(random.nextInt(names.size())), impossible());
        }
        if (objects.isEmpty()) {
            return broken();
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Not even JSON, or JSON of another shape. */
    private byte[] broken() {
        byte[] bytes = new byte[1 + random.nextInt(200)];
        random.nextBytes(bytes);
        return switch (random.nextInt(4)) {
            case 0 -> bytes;
            case 1 -> ("{\"a\":" + "[".repeat(random.nextInt(3_000))).getBytes(StandardCharsets.UTF_8);
            case 2 -> ("[" + impossible() + "]").getBytes(StandardCharsets.UTF_8);
            default -> ("{\"" + encoded(text()) + "\": " + impossible() + "}").getBytes(StandardCharsets.UTF_8);
        };
    }

    /** No field of any route takes one of these. */
    private JsonNode impossible() {
        return switch (random.nextInt(6)) {
            case 0 -> NODES.objectNode().set("not", NODES.arrayNode().add("this"));
            case 1 -> NODES.arrayNode().add(NODES.arrayNode().add(NODES.arrayNode()));
            case 2 -> NODES.textNode("\u0000" + text());
            case 3 -> NODES.numberNode(new java.math.BigDecimal("1e400"));
            case 4 -> NODES.textNode("\u0000".repeat(1 + random.nextInt(5_000)));
            default -> NODES.objectNode().set("deep", nested(random.nextInt(200)));
        };
    }

    private static JsonNode nested(int depth) {
        JsonNode node = NODES.numberNode(1);
        for (int i = 0; i < depth; i++) {
            node = NODES.arrayNode().add(node);
        }
        return node;
    }

    private JsonNode plausible(JsonNode raw, int depth) {
        JsonNode schema = route.resolved(raw);
        if (schema.has("enum")) {
            return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
        }
        String type = schema.path("type").isArray()
                ? schema.path("type").get(0).asText()
                : schema.path("type").asText("string");
        return switch (type) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "integer", "number" -> NODES.numberNode(random.nextInt(100));
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            default -> NODES.textNode(typical(schema.path("format").asText("")));
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = NODES.objectNode();
        if (depth < 5) {
            schema.path("properties").properties().forEach(property -> {
                if (random.nextInt(5) > 0) {
                    object.set(property.getKey(), plausible(property.getValue(), depth + 1));
                }
            });
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, int depth) {
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(3); i > 0 && depth < 5; i--) {
            array.add(plausible(schema.path("items"), depth + 1));
        }
        return array;
    }

    private String typical(String format) {
        return switch (format) {
            case "date-time" -> "2026-11-24T00:00:00Z";
            case "date" -> "2026-11-24";
            case "uuid" -> "00000000-0000-7000-8000-000000000000";
            default -> random.nextBoolean() ? "fuzz-" + random.nextInt(1_000) : text();
        };
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> collect(child, objects));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
