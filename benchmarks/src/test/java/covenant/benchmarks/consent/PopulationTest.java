package covenant.benchmarks.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PopulationTest {

    private final Population hundred = new Population(100);

    @Test
    void theSameKeyAsksAboutTheSamePerson() {
        assertThat(hundred.person("bench-r1-c2-n3")).isEqualTo(hundred.person("bench-r1-c2-n3"));
    }

    @Test
    void everybodyIsAskedAboutAboutEquallyOften() {
        Map<String, Integer> asked = new HashMap<>();
        IntStream.range(0, 100_000).forEach(n -> asked.merge(hundred.person("bench-r1-c0-n" + n), 1, Integer::sum));

        assertThat(asked).hasSize(100);
        assertThat(asked.keySet()).allMatch(id -> id.matches("bench-p\\d{1,2}"));
        assertThat(asked.values()).allMatch(times -> times > 500 && times < 2_000);
    }

    @Test
    void aBatchHoldsSoManyQuestions() {
        String body = new String(hundred.decisions("k", 1_000), StandardCharsets.UTF_8);

        assertThat(body).startsWith("{\"decisions\":[{").endsWith("}]}");
        assertThat(body.split("\"subjectId\"")).hasSize(1_001);
        assertThat(new String(hundred.decision("k"), StandardCharsets.UTF_8))
                .contains("\"purpose\":\"REAL_NAME_VERIFICATION\",\"category\":\"financial.bank_card\"");
    }

    @Test
    void aRequestHoldsSoManyGrantsEachToAnother() {
        String body = new String(new GrantsBody("1", "a".repeat(64), 100).body("s"), StandardCharsets.UTF_8);

        assertThat(body.split("\"decision\":\"GRANT\"")).hasSize(101);
        assertThat(body).contains("verifier-1\"", "verifier-100\"");
    }
}
