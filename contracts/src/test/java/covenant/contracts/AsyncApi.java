package covenant.contracts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Derives the AsyncAPI 3.0 document from topics, event types and {@link Participants}. */
final class AsyncApi {

    private static final String SCHEMAS = "../contracts/src/main/resources/";

    private AsyncApi() {}

    static Map<String, Object> document() {
        return map(
                "asyncapi", "3.0.0",
                "info", info(),
                "defaultContentType", "application/json",
                "servers",
                        map(
                                "local",
                                map("host", "localhost:9092", "protocol", "kafka", "description", "./covenant up")),
                "channels", channels(),
                "operations", operations(),
                "components",
                        map(
                                "messages", messages(),
                                "schemas", map("Headers", headers(), "DeadLetterHeaders", deadLetterHeaders())));
    }

    private static Map<String, Object> info() {
        return map(
                "title", "Covenant events",
                "version", "1",
                "license", map("name", "Apache-2.0", "url", "https://www.apache.org/licenses/LICENSE-2.0"),
                "description", """
                        CloudEvents 1.0 in the binary mode of the Kafka binding. Values are JSON payloads without personal
                        data; people stand in them as pseudonymous subject ids. Fields are only ever added: ignore those that
                        you do not know. Deliveries repeat: apply a ce_id once. Order holds per key within a topic, and
                        ce_aggregateversion is gapless per aggregate within a topic. What cannot be read ends in the topic
                        with the suffix .dlq.
                        """);
    }

    private static Map<String, Object> channels() {
        Map<String, Object> channels = map();
        for (Topic topic : Topic.values()) {
            Map<String, Object> messages = map();
            typesOn(topic).forEach(type -> messages.put(type.name(), ref("#/components/messages/" + type.name())));
            channels.put(
                    topic.shortName(),
                    map(
                            "address", topic.topicName(),
                            "description", Javadocs.ofInterface(topic.family()),
                            "messages", messages,
                            "bindings", topicBinding(topic.compacted() ? "compact" : "delete")));
            channels.put(
                    deadLetterChannel(topic),
                    map(
                            "address", topic.deadLetterTopicName(),
                            "description", "What a consumer of " + topic.topicName() + " could not take, unchanged.",
                            "messages", map("DeadLetter", ref("#/components/messages/DeadLetter")),
                            "bindings", topicBinding("delete")));
        }
        return channels;
    }

    static String deadLetterChannel(Topic topic) {
        return topic.shortName() + "-dead-letters";
    }

    private static Map<String, Object> topicBinding(String cleanupPolicy) {
        return map("kafka", map("topicConfiguration", map("cleanup.policy", List.of(cleanupPolicy))));
    }

    private static Map<String, Object> operations() {
        Map<String, Object> operations = map();
        for (Participants.Row row : Participants.rows()) {
            String channel = "#/channels/" + row.topic().shortName();
            operations.put(
                    String.join(
                            ".", row.participant(), row.action(), row.topic().shortName()),
                    map(
                            "action", row.action(),
                            "tags", List.of(map("name", row.participant())),
                            "channel", ref(channel),
                            "messages",
                                    row.events().stream()
                                            .map(type -> ref(channel + "/messages/" + type.name()))
                                            .toList()));
            if (row.action().equals(Participants.RECEIVE) && row.participant().endsWith("-service")) {
                operations.put(
                        String.join(".", row.participant(), Participants.SEND, deadLetterChannel(row.topic())),
                        map(
                                "action", Participants.SEND,
                                "tags", List.of(map("name", row.participant())),
                                "channel", ref("#/channels/" + deadLetterChannel(row.topic()))));
            }
        }
        return operations;
    }

    private static Map<String, Object> messages() {
        Map<String, Object> messages = map();
        EventTypes.all().forEach(type -> messages.put(type.name(), message(type)));
        messages.put(
                "DeadLetter",
                map(
                        "title", "A message that could not be taken",
                        "summary", "Key, headers and value of the original, with the reason in further headers.",
                        "headers", ref("#/components/schemas/DeadLetterHeaders")));
        return messages;
    }

    private static Map<String, Object> message(EventType type) {
        Map<String, Object> message = map("name", type.ceType(), "title", type.name());
        Javadocs.ofRecord(type.payload()).ifPresent(text -> message.put("summary", text));
        message.putAll(map(
                "contentType", "application/json",
                "headers",
                        map(
                                "allOf",
                                List.of(
                                        ref("#/components/schemas/Headers"),
                                        map(
                                                "properties",
                                                map(
                                                        "ce_type", map("const", type.ceType()),
                                                        "ce_dataschema", map("const", type.dataSchema()))))),
                "payload", ref(SCHEMAS + type.schemaResource()),
                "bindings", map("kafka", map("key", map("type", "string", "description", key(type))))));
        return message;
    }

    static String key(EventType type) {
        return switch (type.topic()) {
            case POLICY -> type.name().equals("ReconsentRequired") ? "subject id" : "policy version";
            case CONSENT_STATE -> "subject id, a slash, purpose; without a value once the person is erased";
            case HOLDER -> "holder id";
            case INCIDENT ->
                type.name().equals("AccountProtectionRequested") ? "subject id, or report id" : "incident id";
            case HOLDER_ACK ->
                Stream.of("BackupRefreshed", "RestoreStarted").anyMatch(type.name()::equals)
                        ? "holder id"
                        : "subject id";
            case ACCOUNT -> type.name().startsWith("ServiceTermination") ? "termination id" : "subject id";
            case NOTIFICATION ->
                type.name().startsWith("Campaign")
                        ? "campaign id"
                        : type.name().equals("AnnouncementPublished") ? "announcement id" : "subject id";
            case AUDIT -> "subject id where one is concerned, else name of the log or of the service";
            case CONSENT, SHARING, DSR, HOLDER_ORDER, RETENTION, DATA_ACCESS -> "subject id";
        };
    }

    private static Map<String, Object> headers() {
        Map<String, Object> instant = map("type", "string", "format", "date-time");
        Map<String, Object> text = map("type", "string");
        return map(
                "type", "object",
                "required",
                        List.of(
                                CloudEventHeaders.SPEC_VERSION,
                                CloudEventHeaders.ID,
                                CloudEventHeaders.TYPE,
                                CloudEventHeaders.SOURCE,
                                CloudEventHeaders.TIME),
                "properties",
                        map(
                                CloudEventHeaders.SPEC_VERSION, map("const", CloudEventHeaders.SPEC_VERSION_1_0),
                                CloudEventHeaders.ID, described("uuid", "Unique for ever; applied once."),
                                CloudEventHeaders.TYPE, text,
                                CloudEventHeaders.SOURCE,
                                        described("uri-reference", "The producer, as /consent-service."),
                                CloudEventHeaders.SUBJECT,
                                        map(
                                                "type", "string",
                                                "pattern", "^[A-Za-z0-9._:-]{1,64}$",
                                                "description", "The data subject, pseudonymous."),
                                CloudEventHeaders.TIME, described("date-time", "When it happened in the business."),
                                CloudEventHeaders.DATA_SCHEMA, described("uri", "Schema and version."),
                                CloudEventHeaders.CONTENT_TYPE, text,
                                CloudEventHeaders.RECORDED_AT, instant,
                                CloudEventHeaders.ACCOUNT_ID, text,
                                CloudEventHeaders.AGGREGATE_ID, text,
                                CloudEventHeaders.AGGREGATE_VERSION,
                                        map(
                                                "type", "string",
                                                "pattern", "^[0-9]+$",
                                                "description",
                                                        "From 1, gapless per aggregate within a topic; 0 or absent: not versioned."),
                                CloudEventHeaders.CORRELATION_ID, text,
                                CloudEventHeaders.CAUSATION_ID, text,
                                CloudEventHeaders.ACTOR,
                                        map(
                                                "type", "string",
                                                "pattern", "^[A-Z][A-Z0-9_]{0,31}:.+$",
                                                "description",
                                                        "Who acted, as SUBJECT:S-1 or SYSTEM:retention-service."),
                                CloudEventHeaders.POLICY_VERSION, text,
                                CloudEventHeaders.TRACEPARENT,
                                        map("type", "string", "description", "W3C trace context.")));
    }

    private static Map<String, Object> deadLetterHeaders() {
        Map<String, Object> text = map("type", "string");
        return map(
                "type", "object",
                "required", List.of("dlq_reason", "dlq_topic"),
                "properties",
                        map(
                                "dlq_reason", map("type", "string", "description", "A code, as UNPARSABLE_VALUE."),
                                "dlq_detail", map("type", "string", "description", "Without personal data."),
                                "dlq_topic", text,
                                "dlq_partition", text,
                                "dlq_offset", text,
                                "dlq_consumer",
                                        map("type", "string", "description", "The service that could not take it."),
                                "dlq_at", map("type", "string", "format", "date-time")));
    }

    private static Map<String, Object> described(String format, String description) {
        return map("type", "string", "format", format, "description", description);
    }

    private static Stream<EventType> typesOn(Topic topic) {
        return EventTypes.all().stream().filter(type -> type.topic() == topic);
    }

    private static Map<String, Object> ref(String target) {
        return map("$ref", target);
    }

    private static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
