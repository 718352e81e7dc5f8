package covenant.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;

class RequiredFieldsTest {

    @Test
    void whatIsMissingInsideANestedRecordOrAListIsNamed() throws JsonProcessingException {
        Event event = Json.MAPPER.readValue("""
                {"caseId": "0199c3a0-7b1e-7c00-8000-000000000001", "subjectId": "S-1", "erased": ["profile.tag", null],
                 "kept": [{"category": "device.id", "because": "HELD"}, {"category": "device.os"}]}
                """, RetentionEvent.SubjectErased.class);
        assertThat(event.missingFields()).containsExactlyInAnyOrder("erased[1]", "kept[1].because", "erasedAt");
    }

    @Test
    void whatIsOptionalMayBeMissing() throws JsonProcessingException {
        Event event = Json.MAPPER.readValue("{\"accountId\": \"A-1\"}", AccountEvent.AccountClosed.class);
        assertThat(event.missingFields()).isEmpty();
    }
}
