package covenant.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {

    @Test
    void ofAnOddNumberItIsTheMiddleOne() {
        assertThat(Median.of(9, 1, 5)).isEqualTo(5);
    }

    @Test
    void ofAnEvenNumberItIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(Median.of(4, 1, 100, 2)).isEqualTo(3);
    }

    @Test
    void oneDisturbedRunDoesNotMoveIt() {
        assertThat(Median.of(List.of("aa", "aaa", "a", "aaaa", "aaaaaaaaaaaaaaaaaaaaa"), String::length))
                .isEqualTo(3);
    }

    @Test
    void ofNothingThereIsNone() {
        assertThatThrownBy(Median::of).isInstanceOf(IllegalArgumentException.class);
    }
}
