package covenant.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallBodiesTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "1, true",
                "262144, true",
                "262145, false",
                "0, false",
                "none, false",
                "'', false",
                "-5, false",
                "+5, false",
                "1e3, false",
                "99999999999999999999, false"
            })
    void onlyABodyOfDeclaredOrdinaryLengthIsReadAhead(String length, boolean small) {
        assertThat(SmallBodies.isSmall(length)).isEqualTo(small);
    }
}
