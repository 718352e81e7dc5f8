package covenant.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Record, schema and golden file of an event agree")
class EventContractTest {

    static Stream<EventType> types() {
        return EventTypes.all().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyEventHasASchemaAndAGoldenFile(EventType type) {
        assertThat(Json.exists(type.schemaResource())).as(type.schemaResource()).isTrue();
        assertThat(Json.exists(type.goldenResource())).as(type.goldenResource()).isTrue();
    }

    @Test
    void everySchemaAndGoldenFileHasAnEvent() throws IOException {
        Path resources = Path.of("src/main/resources");
        try (Stream<Path> files = Files.walk(resources)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> resources.relativize(file).toString().replace('\\', '/'))
                            .filter(file -> file.startsWith("schemas/") || file.startsWith("golden/")))
                    .containsExactlyInAnyOrderElementsOf(types().flatMap(type -> versions(type)
                                    .flatMap(v -> Stream.of(type.schemaResource(v), type.goldenResource(v))))
                            .toList());
        }
    }

    private static Stream<Integer> versions(EventType type) {
        return IntStream.rangeClosed(1, type.schemaVersion()).boxed();
    }

    @ParameterizedTest
    @MethodSource("types")
    @Tag("AC-95")
    void goldenFilesOfEveryVersionAreReadForEver(EventType type) throws JsonProcessingException {
        for (int version : versions(type).toList()) {
            Event event = Json.MAPPER.readValue(Json.text(type.goldenResource(version)), type.payload());
            assertThat(event.missingFields()).as(type.goldenResource(version)).isEmpty();
        }
    }

    /** Between two versions, where the newer one says that readers of the older understand it. */
    @ParameterizedTest
    @MethodSource("types")
    @Tag("AC-95")
    void aVersionThatOlderReadersUnderstandOnlyAddsFields(EventType type) {
        for (int version = type.readableFrom(); version < type.schemaVersion(); version++) {
            assertThat(SchemaUpgradeTest.problems(
                            Json.tree(Json.text(type.schemaResource(version))),
                            Json.tree(Json.text(type.schemaResource(version + 1)))))
                    .as(type.name() + " " + version)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void goldenFileIsValid(EventType type) {
        assertThat(Schemas.violations(type, Json.text(type.goldenResource()))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    @Tag("AC-95")
    void goldenFileIsReadAndWrittenBackEqual(EventType type) throws JsonProcessingException {
        String golden = Json.text(type.goldenResource());
        Event event = Json.MAPPER.readValue(golden, type.payload());
        assertThat(event.missingFields()).isEmpty();
        assertThat(Json.tree(Json.MAPPER.writeValueAsString(event))).isEqualTo(Json.tree(golden));
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyFieldSurvivesAndIsValidWhenAllAreFilled(EventType type) throws JsonProcessingException {
        String full = Json.pretty(GoldenWriter.payload(type));
        Event event = Json.MAPPER.readValue(full, type.payload());
        String written = Json.MAPPER.writeValueAsString(event);
        assertThat(Json.tree(written)).isEqualTo(Json.tree(full));
        assertThat(Schemas.violations(type, written)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    @Tag("AC-95")
    void fieldsThatAReaderDoesNotKnowAreIgnored(EventType type) throws JsonProcessingException {
        ObjectNode golden = (ObjectNode) Json.tree(Json.text(type.goldenResource()));
        Event known = Json.MAPPER.treeToValue(golden, type.payload());
        golden.put("addedInALaterVersion", true);
        assertThat(Schemas.violations(type, golden.toString())).isEmpty();
        assertThat(Json.MAPPER.treeToValue(golden, type.payload())).isEqualTo(known);
    }

    @ParameterizedTest
    @MethodSource("types")
    void requiredFieldsAloneAreEnough(EventType type) throws JsonProcessingException {
        ObjectNode minimal = (ObjectNode) Json.tree(Json.text(type.goldenResource()));
        minimal.retain(required(type.payload()));
        assertThat(Schemas.violations(type, minimal.toString())).isEmpty();
        assertThat(Json.MAPPER.treeToValue(minimal, type.payload()).missingFields())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("types")
    void eachMissingRequiredFieldIsRefusedBySchemaAndReader(EventType type) throws JsonProcessingException {
        for (RecordComponent component : type.payload().getRecordComponents()) {
            ObjectNode payload = (ObjectNode) Json.tree(Json.text(type.goldenResource()));
            payload.remove(component.getName());
            if (!RequiredFields.required(component)) {
                continue;
            }
            assertThat(Schemas.violations(type, payload.toString()))
                    .as(component.getName())
                    .isNotEmpty();
            if (component.getType().isPrimitive()) {
                assertThatThrownBy(() -> Json.MAPPER.treeToValue(payload, type.payload()))
                        .as(component.getName())
                        .isInstanceOf(JsonProcessingException.class);
            } else {
                assertThat(Json.MAPPER.treeToValue(payload, type.payload()).missingFields())
                        .containsExactly(component.getName());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void schemaHasTheFieldsOfTheRecord(EventType type) {
        JsonNode schema = Json.tree(Json.text(type.schemaResource()));
        assertThat(schema.path("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.path("$id").asText()).isEqualTo(type.dataSchema());
        assertThat(schema.path("title").asText()).isEqualTo(type.name());
        assertSameShape(type.name(), schema, type.payload());
    }

    private static void assertSameShape(String path, JsonNode schema, Class<?> record) {
        assertThat(names(schema.path("properties").fieldNames()))
                .as(path)
                .containsExactlyElementsOf(Arrays.stream(record.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        assertThat(required).as(path + " required").containsExactlyElementsOf(required(record));
        assertThat(schema.path("additionalProperties").asBoolean())
                .as(path + ": fields are only ever added")
                .isTrue();
        for (RecordComponent component : record.getRecordComponents()) {
            JsonNode property = schema.path("properties").path(component.getName());
            assertThat(property.path("type").asText())
                    .as(path + "." + component.getName())
                    .isNotEmpty();
            PayloadTypes.nestedRecord(component.getGenericType())
                    .ifPresent(nested -> assertSameShape(
                            path + "." + component.getName(),
                            property.has("items") ? property.path("items") : property,
                            nested));
        }
    }

    private static List<String> required(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .filter(RequiredFields::required)
                .map(RecordComponent::getName)
                .toList();
    }

    private static List<String> names(java.util.Iterator<String> names) {
        List<String> list = new ArrayList<>();
        names.forEachRemaining(list::add);
        return list;
    }
}
