package covenant.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("docs/asyncapi.yaml says what the contracts say")
class AsyncApiTest {

    private static final JsonNode DOCUMENT = read();

    private static JsonNode read() {
        try {
            return Json.YAML.readTree(Files.readString(ContractFiles.ASYNC_API));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Stream<EventType> types() {
        return EventTypes.all().stream();
    }

    @Test
    void theCommittedFileIsUpToDate() {
        assertThat(DOCUMENT).as("run ContractFiles").isEqualTo(Json.tree(Json.pretty(AsyncApi.document())));
    }

    @Test
    void everyTopicAndItsDeadLetterQueueIsAChannelAndNothingElseIs() {
        assertThat(DOCUMENT.path("channels").findValuesAsText("address"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Topic.values())
                        .flatMap(topic -> Stream.of(topic.topicName(), topic.deadLetterTopicName()))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void aChannelCarriesTheEventsOfItsTopicAndNoOther(Topic topic) {
        JsonNode channel = DOCUMENT.path("channels").path(topic.shortName());
        assertThat(channel.path("address").asText()).isEqualTo(topic.topicName());
        assertThat(channel.path("messages").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(types().filter(type -> type.topic() == topic)
                        .map(EventType::name)
                        .toList());
        assertThat(channel.at("/bindings/kafka/topicConfiguration/cleanup.policy/0")
                        .asText())
                .isEqualTo(topic.compacted() ? "compact" : "delete");
    }

    @Test
    void everyMessageIsAnEventOrADeadLetter() {
        assertThat(DOCUMENT.at("/components/messages").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(types().map(EventType::name), Stream.of("DeadLetter"))
                                .toList());
    }

    @ParameterizedTest
    @MethodSource("types")
    void aMessageRefersToTheSchemaOfItsEvent(EventType type) throws IOException {
        JsonNode message = DOCUMENT.at("/components/messages").path(type.name());
        assertThat(message.path("name").asText()).isEqualTo(type.ceType());
        Path schema = ContractFiles.ASYNC_API
                .getParent()
                .resolve(message.path("payload").path("$ref").asText());
        assertThat(Json.tree(Files.readString(schema)).path("$id").asText()).isEqualTo(type.dataSchema());
    }

    @Test
    void everyReferenceInsideTheFileResolves() {
        List<String> references = DOCUMENT.findValuesAsText("$ref").stream()
                .filter(reference -> reference.startsWith("#"))
                .toList();
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                DOCUMENT.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"send", "receive"})
    void everyEventIsSentAndReceivedBySomeone(String action) {
        Set<String> events = Stream.of(DOCUMENT.path("operations"))
                .flatMap(operations -> operations.valueStream())
                .filter(operation -> operation.path("action").asText().equals(action))
                .flatMap(operation -> operation.path("messages").findValuesAsText("$ref").stream())
                .map(reference -> reference.substring(reference.lastIndexOf('/') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(events)
                .containsExactlyElementsOf(types().map(EventType::name).sorted().toList());
    }

    @ParameterizedTest
    @EnumSource
    void theAuditServiceReceivesEverything(Topic topic) {
        assertThat(DOCUMENT.path("operations")
                        .path("audit-service.receive." + topic.shortName())
                        .path("messages"))
                .hasSameSizeAs(DOCUMENT.path("channels").path(topic.shortName()).path("messages"));
    }
}
