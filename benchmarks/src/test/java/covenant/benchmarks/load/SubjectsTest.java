package covenant.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import covenant.contracts.SubjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectsTest {

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "3, 17, 42", "9999, 999, 999999999"})
    void everyIdIsAllowedAsAPseudonym(int run, int client, int number) {
        assertThat(SubjectId.check(Subjects.id(run, client, number))).isEmpty();
    }

    @Test
    void theSamePersonByIdAndByNumbersIsOne() {
        Subjects subjects = new Subjects();
        subjects.add(3, 17, 42);
        subjects.add("bench-r3-c17-n42");

        assertThat(subjects.count()).isEqualTo(1);
        assertThat(subjects.doubles()).isEqualTo(1);
    }

    @Test
    void whatIsMissingElsewhereIsCounted() {
        Subjects acknowledged = new Subjects();
        acknowledged.add(1, 1, 1);
        acknowledged.add(1, 1, 2);
        acknowledged.add(1, 2, 1);
        acknowledged.add(2, 1, 1);
        Subjects stored = new Subjects();
        stored.add(1, 1, 2);
        stored.add(2, 1, 1);
        stored.add(2, 1, 9);

        assertThat(acknowledged.notIn(stored)).isEqualTo(2);
        assertThat(stored.notIn(acknowledged)).isEqualTo(1);
    }

    @Test
    void theUnionHasBoth() {
        Subjects one = new Subjects();
        one.add(1, 1, 1);
        Subjects other = new Subjects();
        other.add(1, 1, 2);
        one.addAll(other);

        assertThat(one.count()).isEqualTo(2);
        assertThat(other.count()).isEqualTo(1);
    }

    @Test
    void aStrangerIsRefused() {
        assertThatThrownBy(() -> new Subjects().add("S-7f3a9c")).isInstanceOf(IllegalArgumentException.class);
    }
}
