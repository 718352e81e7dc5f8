package covenant.consent.blacklist;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.consent.blacklist.BlacklistRules.Dates;
import covenant.platform.problem.Violation;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R-3.1.6-2")
class BlacklistRulesTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);

    @ParameterizedTest
    @CsvSource({
        "2026-11-30, , , , ",
        "2026-01-01, 2026-06-30, , 2031-06-30, ",
        "2026-01-01, 2026-06-30, 2031-06-30, 2031-06-30, ",
        "2026-12-01, , , , startedOn",
        "2026-01-01, 2025-12-31, , , defaultEndedOn",
        "2026-01-01, 2026-12-01, , , defaultEndedOn",
        "2026-01-01, 2026-06-30, , 2031-07-01, endsOn",
        "2026-01-01, , , 2031-12-01, endsOn",
        "2026-01-01, , , 2026-11-29, endsOn",
        "2015-01-01, 2021-11-29, , , endsOn",
        "2026-01-01, 2026-06-30, 2031-07-01, , reviewOn",
        "2026-01-01, , 2025-12-31, , reviewOn"
    })
    void anEntryEndsFiveYearsAfterItsDefaultAtTheLatest(
            LocalDate started,
            @Nullable LocalDate ended,
            @Nullable LocalDate review,
            @Nullable LocalDate ends,
            @Nullable String wrong) {
        String found = BlacklistRules.check(new Dates(started, ended, review, ends), TODAY)
                .map(r -> r.violations().stream()
                        .map(Violation::field)
                        .findFirst()
                        .orElse("?"))
                .orElse(null);
        assertThat(found).isEqualTo(wrong);
    }

    @Test
    void whatIsLeftOpenIsFilledIn() {
        Dates over = BlacklistRules.complete(
                new Dates(LocalDate.of(2022, 1, 1), LocalDate.of(2022, 6, 30), null, null), TODAY);
        assertThat(over.endsOn()).isEqualTo("2027-06-30");
        assertThat(over.reviewOn()).isEqualTo("2027-06-30");
        Dates goingOn = BlacklistRules.complete(new Dates(LocalDate.of(2022, 1, 1), null, null, null), TODAY);
        assertThat(goingOn.endsOn()).isEqualTo("2031-11-30");
        assertThat(goingOn.reviewOn()).isEqualTo("2027-11-30");
    }

    @Test
    void aDisputeIsDecidedWithinTwentyFullDays() {
        assertThat(BlacklistRules.disputeDue(Instant.parse("2026-11-30T03:00:00Z")))
                .isEqualTo(Instant.parse("2026-12-20T16:00:00Z"));
    }
}
