package covenant.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Derives the catalogue of events for readers from topics, event types, {@link Participants} and the committed schemas. */
final class EventCatalogue {

    private static final String RESOURCES = "../contracts/src/main/resources/";

    private static final String HEAD = """
            <!-- Written by ContractFiles in contracts (see its README) and checked by a test: change the source, not this file. -->
            # Events

            Every event that crosses Kafka. How to read and write them: [`integrating.md`](integrating.md); the headers, which carry who, when
            and whom: [`contracts/README.md`](../contracts/README.md#the-envelope); the same for machines: [`asyncapi.yaml`](asyncapi.yaml).

            `id`: 1 to 64 of `A-Z a-z 0-9 . _ : -`, a pseudonym. `instant`: RFC 3339 in UTC. `date`: a day in Asia/Shanghai. `category` and `purpose`: names of
            the catalogue, `GET /v1/catalogue`. A field that is not required may be absent; it is never null. Fields are only ever added: ignore those that you do not know.

            """;

    /** What a text with a pattern is; other texts are texts. */
    private static final Map<String, String> TEXTS = Map.of(
            "subjectId", "id",
            "categories", "category",
            "ConsentState.restrictedCategories", "category or `*`",
            "purpose", "purpose",
            "code", "code",
            "policyVersion", "policy version",
            "sha256", "sha-256, hex",
            "backupMaxAge", "period, ISO 8601",
            "locale", "locale");

    private EventCatalogue() {}

    static String page() {
        StringBuilder page = new StringBuilder(HEAD).append("| topic | events |\n|---|---|\n");
        for (Topic topic : Topic.values()) {
            page.append("| [`%s`](#%s) | %s |\n"
                    .formatted(
                            topic.topicName(),
                            topic.topicName().replace(".", ""),
                            events(topic)
                                    .map(type -> "[%s](#%s)"
                                            .formatted(type.name(), type.name().toLowerCase(java.util.Locale.ROOT)))
                                    .collect(Collectors.joining(", "))));
        }
        for (Topic topic : Topic.values()) {
            page.append("\n## ").append(topic.topicName()).append("\n\n");
            page.append(cell(Javadocs.ofInterface(topic.family())));
            page.append(topic.compacted() ? " Compacted: the last value of each key stays.\n" : "\n");
            events(topic).forEach(type -> page.append(section(type)));
        }
        return page.toString();
    }

    private static Stream<EventType> events(Topic topic) {
        return EventTypes.all().stream().filter(type -> type.topic() == topic);
    }

    private static String section(EventType type) {
        JsonNode schema = Json.tree(Json.text(type.schemaResource()));
        StringBuilder section = new StringBuilder("\n### ").append(type.name()).append("\n\n");
        section.append(cell(Javadocs.ofRecord(type.payload())
                .orElseThrow(() -> new IllegalStateException("say in Javadoc when there is a " + type.name()))));
        section.append("\n\nFrom %s to %s. Key: %s. Version %d: [schema](%s), [example](%s).\n\n"
                .formatted(
                        participants(type, Participants.SEND),
                        participants(type, Participants.RECEIVE),
                        AsyncApi.key(type),
                        type.schemaVersion(),
                        RESOURCES + type.schemaResource(),
                        RESOURCES + type.goldenResource()));
        section.append("| field | required | type | meaning |\n|---|---|---|---|\n");
        rows("", schema).forEach(section::append);
        return section.toString();
    }

    private static String participants(EventType type, String action) {
        return Participants.rows().stream()
                .filter(row -> row.action().equals(action) && row.events().contains(type))
                .map(row -> row.participant().replaceFirst("-service$", ""))
                .collect(Collectors.joining(", "));
    }

    private static List<String> rows(String prefix, JsonNode object) {
        List<String> rows = new ArrayList<>();
        object.path("properties").properties().forEach(field -> {
            String name = prefix + field.getKey();
            JsonNode value = field.getValue();
            boolean list = value.path("type").asText().equals("array");
            JsonNode one = list ? value.path("items") : value;
            rows.add("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            name,
                            isRequired(object, field.getKey()) ? "yes" : "",
                            (list ? "list of " : "") + type(one),
                            cell(value.path("description")
                                    .asText(one.path("description").asText("")))));
            rows.addAll(rows(name + (list ? "[]." : "."), one));
        });
        return rows;
    }

    private static boolean isRequired(JsonNode object, String field) {
        return object.path("required")
                .valueStream()
                .anyMatch(name -> name.asText().equals(field));
    }

    private static String type(JsonNode schema) {
        if (schema.has("enum")) {
            return schema.path("enum")
                    .valueStream()
                    .map(value -> "`" + value.asText() + "`")
                    .collect(Collectors.joining(", "));
        }
        return switch (schema.path("type").asText()) {
            case "string" -> text(schema);
            case "object" -> schema.has("properties") ? "object" : "map";
            case "array" -> "list of " + type(schema.path("items"));
            case String simple -> simple;
        };
    }

    private static String text(JsonNode schema) {
        return switch (schema.path("format").asText()) {
            case "uuid" -> "UUID";
            case "date-time" -> "instant";
            case "date" -> "date";
            case "uri" -> "URI";
            default ->
                TEXTS.entrySet().stream()
                        .filter(known -> rule(known.getKey())
                                .equals(schema.path("pattern").asText()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("text");
        };
    }

    private static String rule(String field) {
        int dot = field.indexOf('.');
        Class<?> owner = dot < 0 ? Event.class : ConsentStateEvent.ConsentState.class;
        return String.valueOf(TextRule.of(owner, field.substring(dot + 1)).constraint());
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
