package covenant.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ConsentGranted goes from version 1 to a version 2 that adds a field: who reads what. */
@Tag("AC-95")
class SchemaUpgradeTest {
    private static final EventType FIRST = EventTypes.of(ConsentEvent.ConsentGranted.class);
    private static final EventType SECOND = new EventType(FIRST.name(), FIRST.topic(), FIRST.payload(), 2, 1);

    private final ObjectNode schemaOne = (ObjectNode) Json.tree(Json.text(FIRST.schemaResource()));
    private final ObjectNode schemaTwo = added(schemaOne);
    private final String one = Json.text(FIRST.goldenResource());
    private final String two = ((ObjectNode) Json.tree(one))
            .put("countsFrom", "2026-01-20T16:00:00Z")
            .toString();

    private static ObjectNode added(ObjectNode schema) {
        ObjectNode next = schema.deepCopy().put("$id", SECOND.dataSchema());
        next.withObject("properties")
                .putObject("countsFrom")
                .put("type", "string")
                .put("format", "date-time");
        return next;
    }

    /** Why readers of the older version would not understand payloads of the newer one, or the other way round. */
    static List<String> problems(JsonNode older, JsonNode newer) {
        List<String> problems = new ArrayList<>();
        older.path("properties").fields().forEachRemaining(field -> {
            JsonNode now = newer.path("properties").path(field.getKey());
            if (!now.path("type").equals(field.getValue().path("type"))) {
                problems.add(field.getKey() + " is gone or has another type");
            }
        });
        if (!newer.path("required").equals(older.path("required"))) {
            problems.add("required fields differ");
        }
        return problems;
    }

    @Test
    void theNewVersionOnlyAddsAField() {
        assertThat(problems(schemaOne, schemaTwo)).isEmpty();
    }

    @Test
    void whatTakesAwayChangesOrRequiresIsNoVersionThatOldReadersUnderstand() {
        ObjectNode without = schemaOne.deepCopy();
        without.withObject("properties").remove("until");
        ObjectNode other = schemaOne.deepCopy();
        other.withObject("properties").withObject("separate").put("type", "string");
        ObjectNode more = schemaTwo.deepCopy();
        ((ArrayNode) more.path("required")).add("countsFrom");

        for (ObjectNode wrong : List.of(without, other, more)) {
            assertThat(problems(schemaOne, wrong)).hasSize(1);
        }
    }

    @Test
    void theOldRecordReadsTheNewPayloadAsTheSameConsent() throws JsonProcessingException {
        assertThat(Json.MAPPER.readValue(two, FIRST.payload())).isEqualTo(Json.MAPPER.readValue(one, FIRST.payload()));
        assertThat(Schemas.violations(FIRST, two)).isEmpty();
    }

    @Test
    void bothPayloadsAreValidUnderBothVersions() {
        for (String payload : List.of(one, two)) {
            assertThat(Schemas.violations(schemaOne, payload)).isEmpty();
            assertThat(Schemas.violations(schemaTwo, payload)).isEmpty();
        }
        assertThat(Schemas.violations(schemaTwo, two.replace("2026-01-20T16:00:00Z", "soon")))
                .isNotEmpty();
    }

    @Test
    void theEventSaysWhoUnderstandsIt() {
        assertThat(FIRST.dataSchema()).isEqualTo("urn:covenant:schema:ConsentGranted:1");
        assertThat(SECOND.dataSchema()).isEqualTo("urn:covenant:schema:ConsentGranted:2?=readable-from=1");
        assertThat(DataSchema.parse(SECOND.dataSchema())).isEqualTo(new DataSchema(2, 1));
    }

    /** Reader's version, the payload's schema, whether it is read. */
    @ParameterizedTest
    @CsvSource({
        "1, urn:covenant:schema:ConsentGranted:1, true",
        "1, urn:covenant:schema:ConsentGranted:2?=readable-from=1, true",
        "1, urn:covenant:schema:ConsentGranted:2, false",
        "1, urn:covenant:schema:ConsentGranted:3?=readable-from=2, false",
        "2, urn:covenant:schema:ConsentGranted:1, true",
        "2, urn:covenant:schema:ConsentGranted:2, true",
        "2, urn:covenant:schema:ConsentGranted:3?=readable-from=2, true",
    })
    void aReaderUnderstandsItsOwnVersionAllFormerOnesAndThoseThatSaySo(int reader, String schema, boolean understood) {
        assertThat(DataSchema.parse(schema).isReadBy(reader)).isEqualTo(understood);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "urn:covenant:schema:ConsentGranted",
                "urn:covenant:schema:ConsentGranted:0",
                "urn:covenant:schema:ConsentGranted:2?=readable-from=3",
                "urn:covenant:schema:ConsentGranted:99999999999",
            })
    void aSchemaWithoutAPossibleVersionIsRefused(String schema) {
        assertThatThrownBy(() -> DataSchema.parse(schema)).isInstanceOf(IllegalArgumentException.class);
    }
}
