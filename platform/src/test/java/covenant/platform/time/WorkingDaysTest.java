package covenant.platform.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkingDaysTest {
    private final WorkingDays days = new WorkingDays(HolidayTable.bundled());

    @ParameterizedTest(name = "{0} working: {1}")
    @CsvSource({
        "2026-02-13, true", // an ordinary Friday
        "2026-02-14, true", // a Saturday made up
        "2026-02-16, false", // Spring Festival, a Monday
        "2026-02-23, false",
        "2026-02-24, true",
        "2026-02-28, true", // a Saturday made up
        "2026-03-07, false", // an ordinary Saturday
        "2025-10-08, false",
        "2025-10-11, true",
        "2027-01-01, true", // no table of that year: a Friday
        "2027-01-02, false"
    })
    void tableDecides(LocalDate day, boolean working) {
        assertThat(days.isWorkingDay(day)).isEqualTo(working);
    }

    @ParameterizedTest(name = "{1} working days after {0}: {2}")
    @CsvSource({
        "2026-02-12, 1, 2026-02-13",
        "2026-02-12, 2, 2026-02-14",
        "2026-02-12, 3, 2026-02-24",
        "2026-02-12, 15, 2026-03-11",
        "2026-09-30, 1, 2026-10-08"
    })
    void deadlinesSkipHolidaysAndCountMakeUpDays(LocalDate from, int count, LocalDate last) {
        WorkingDays.Deadline deadline = days.after(from, count);

        assertThat(deadline.lastDay()).isEqualTo(last);
        assertThat(deadline.tableComplete()).isTrue();
        assertThat(deadline.dueAt()).isEqualTo(LegalCalendar.endOfDay(last));
    }

    @Test
    @Tag("AC-96")
    @Tag("T-8")
    void aMissingNextYearIsAnAlarmBeforeItBegins() {
        assertThat(days.missingWithin(LocalDate.parse("2026-11-10"), 45)).isEmpty();
        assertThat(days.missingWithin(LocalDate.parse("2026-12-01"), 45)).containsExactly(2027);
        assertThat(days.missingWithin(LocalDate.parse("2027-03-01"), 45)).containsExactly(2027);
    }

    /** Across a public holiday, with the days made up for it, Monday to Friday never come later than the table. */
    @Test
    @Tag("AC-96")
    @Tag("T-8")
    void withoutTheTableADeadlineAcrossAHolidayIsNeverLater() {
        WorkingDays without = new WorkingDays(HolidayTable.empty());
        for (String before : List.of("2026-02-05", "2026-02-13", "2026-04-27", "2026-09-17", "2026-09-28")) {
            LocalDate from = LocalDate.parse(before);
            assertThat(without.after(from, 15).lastDay())
                    .as(before)
                    .isBeforeOrEqualTo(days.after(from, 15).lastDay());
        }
    }

    /** T-8: without a table Monday to Friday count, the shortest deadline, and the year is named for the alarm. */
    @Test
    void aMissingYearIsNamed() {
        WorkingDays.Deadline deadline = days.after(Instant.parse("2026-12-30T00:00:00Z"), 3);

        assertThat(deadline.lastDay()).isEqualTo(LocalDate.parse("2027-01-04"));
        assertThat(deadline.missingYears()).containsExactly(2027);
        assertThat(deadline.tableComplete()).isFalse();
    }

    @Test
    void anOperatorAddsAYearAsAFile(@TempDir Path directory) throws IOException {
        Files.writeString(
                directory.resolve("holidays-2027.txt"),
                "# invented\nholiday 2027-01-01..2027-01-04\nworkday 2027-01-09\n");

        WorkingDays extended = new WorkingDays(HolidayTable.bundled().withDirectory(directory));

        assertThat(extended.after(LocalDate.parse("2026-12-30"), 2).lastDay()).isEqualTo(LocalDate.parse("2027-01-05"));
        assertThat(extended.isWorkingDay(LocalDate.parse("2027-01-09"))).isTrue();
        assertThat(extended.isWorkingDay(LocalDate.parse("2026-02-16"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "holiday 2026-01-01",
                "holyday 2027-01-01",
                "holiday",
                "holiday 2027-13-01",
                "workday 2027-01-01 x"
            })
    void aLineThatIsNotUnderstoodIsRefused(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HolidayTable.empty().with(2027, List.of(line)))
                .withMessageContaining("holidays-2027.txt, line 1");
    }
}
