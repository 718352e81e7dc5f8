package covenant.consent.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceTest {
    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "https://example.org/p, https://example.org/p",
        "https://example.org/p?phone=1&x=2#top, https://example.org/p",
        "https://someone:secret@example.org/p?q, https://example.org/p",
        "https://someone@example.org, https://example.org",
        "https://example.org/a@b, https://example.org/a@b",
        "https://example.org#part, https://example.org"
    })
    @Tag("R-1.2.6-3")
    void aRecordedUrlHasNoQueryFragmentOrUserInfo(String given, String stored) throws JsonProcessingException {
        Evidence evidence = json.readValue("{\"url\":\"" + given + "\"}", Evidence.class);
        assertThat(evidence.url()).isEqualTo(stored);
    }
}
