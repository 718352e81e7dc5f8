package covenant.benchmarks.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LikenessTest {

    private static final Map<String, Rows> SERVICE = Map.of("consent", new Rows(200, 400));

    @Test
    void asManyRowsPerWriteOfAboutTheSameSizeAreAlike() {
        assertThat(Likeness.differences(SERVICE, 100, Map.of("consent", new Rows(2_000, 430)), 1_000))
                .isEmpty();
    }

    @Test
    void aRowMoreOrLessIsADifference() {
        assertThat(Likeness.differences(SERVICE, 100, Map.of("consent", new Rows(1_999, 400)), 1_000))
                .containsExactly("consent: 2.000 rows or events per consent, 1.999 per transaction of the reference.");
    }

    @Test
    void thinnerRowsAreADifference() {
        assertThat(Likeness.differences(SERVICE, 100, Map.of("consent", new Rows(2_000, 350)), 1_000))
                .containsExactly("consent: 400 bytes each, the reference's have 350.");
    }
}
