package covenant.notification.incident;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.IncidentEvent.Grade;
import covenant.contracts.IncidentEvent.Kind;
import covenant.contracts.IncidentEvent.Phase;
import covenant.contracts.IncidentEvent.State;
import covenant.platform.problem.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncidentRulesTest {
    private static final Instant TEN = Instant.parse("2026-11-24T02:00:00Z");

    @ParameterizedTest
    @Tag("R-4.1.3-1")
    @Tag("AC-75")
    @CsvSource({
        "0, GENERAL",
        "999999, GENERAL",
        "1000000, LARGER",
        "9999999, LARGER",
        "10000000, SEVERE",
        "99999999, SEVERE",
        "100000000, EXTREMELY_SEVERE"
    })
    void theGradeIsSuggestedFromTheNumbers(long subjects, Grade grade) {
        assertThat(IncidentRules.suggested(subjects)).isEqualTo(grade);
    }

    @ParameterizedTest(name = "{0} with {1}, assessed {2} -> {3}")
    @Tag("R-4.1.3-2")
    @CsvSource({
        "REPORTED,  '',                 false, REPORTED",
        "REPORTED,  STOP_LOSS,          false, REPORTED",
        "REPORTED,  ANALYSIS,           false, ASSESSED",
        "REPORTED,  '',                 true,  ASSESSED",
        "REPORTED,  STOP_LOSS,          true,  CONTAINED",
        "REPORTED,  STOP_LOSS ANALYSIS, false, CONTAINED",
        "ASSESSED,  LOCATING,           false, ASSESSED",
        "ASSESSED,  STOP_LOSS,          false, CONTAINED",
        "CONTAINED, TRACING,            false, CONTAINED",
        "NOTIFYING, STOP_LOSS,          true,  NOTIFYING",
        "NOTIFIED,  STOP_LOSS,          true,  NOTIFIED"
    })
    void phasesMoveTheStateForwardOnly(State from, String phases, boolean assessed, State to) {
        Set<Phase> recorded = EnumSet.noneOf(Phase.class);
        Arrays.stream(phases.split(" "))
                .filter(p -> !p.isEmpty())
                .map(Phase::valueOf)
                .forEach(recorded::add);

        assertThat(IncidentRules.after(from, recorded, assessed)).isEqualTo(to);
    }

    @ParameterizedTest(name = "{0} -> {1}, everyone told {2}, waived {3}: legal {4}")
    @Tag("R-4.1.3-2")
    @Tag("R-4.1.3-4")
    @CsvSource({
        "REPORTED,  ASSESSED,  false, false, true",
        "REPORTED,  CONTAINED, false, false, false",
        "REPORTED,  CLOSED,    false, false, false",
        "REPORTED,  CLOSED,    false, true,  false",
        "ASSESSED,  CONTAINED, false, false, true",
        "ASSESSED,  NOTIFYING, false, false, false",
        "ASSESSED,  CLOSED,    false, false, false",
        "CONTAINED, CLOSED,    false, false, false",
        "CONTAINED, CLOSED,    false, true,  true",
        "NOTIFYING, NOTIFIED,  false, false, false",
        "NOTIFYING, NOTIFIED,  true,  false, true",
        "NOTIFYING, CLOSED,    true,  false, false",
        "NOTIFIED,  CLOSED,    true,  false, true",
        "CLOSED,    REPORTED,  true,  true,  false",
        "CLOSED,    ASSESSED,  true,  true,  false"
    })
    void statesCannotBeSkipped(State from, State to, boolean told, boolean waived, boolean legal) {
        assertThat(IncidentRules.move(incident(from, waived), to, told).isEmpty())
                .isEqualTo(legal);
    }

    @ParameterizedTest(name = "{0}, correction {1}: {2}")
    @Tag("R-4.1.3-9")
    @CsvSource({
        "REPORTED,  false, true",
        "ASSESSED,  false, true",
        "CONTAINED, false, true",
        "NOTIFYING, false, false",
        "NOTIFYING, true,  false",
        "NOTIFIED,  false, false",
        "NOTIFIED,  true,  true",
        "CLOSED,    true,  false"
    })
    void aNoticeIsReleasedOnceAndCorrectedByAFurtherOne(State state, boolean correction, boolean allowed) {
        assertThat(IncidentRules.release(incident(state, false), correction).isEmpty())
                .isEqualTo(allowed);
    }

    @Test
    @Tag("R-4.1.3-3")
    @Tag("AC-77")
    void everyMissingElementOfANoticeIsNamed() {
        Incident.Details bare = new Incident.Details(
                "t", Kind.LEAK, TEN, null, List.of(), null, " ", null, "m", null, null, null, null, false, false);

        assertThat(IncidentRules.missingElements(bare))
                .extracting(Violation::field)
                .containsExactly(
                        "categories", "facts", "cause", "possibleHarm", "selfProtection", "remedies", "contact");
    }

    @ParameterizedTest(name = "{0}, critical {1}: {2} due {3}")
    @Tag("AC-75")
    @Tag("R-4.1.3-8")
    @CsvSource({
        "GENERAL,          false, PROVINCIAL_CAC,        ",
        "LARGER,           false, PROVINCIAL_CAC,        2026-11-24T06:00:00Z",
        "EXTREMELY_SEVERE, false, PROVINCIAL_CAC,        2026-11-24T06:00:00Z",
        "GENERAL,          true,  PROTECTION_DEPARTMENT, ",
        "SEVERE,           true,  PROTECTION_DEPARTMENT, 2026-11-24T03:00:00Z"
    })
    void regulatorsAreToldWithinTheHoursOfTheirRule(Grade grade, boolean critical, String authority, Instant due) {
        List<RegulatorRule> rules = List.of(
                new RegulatorRule("PROVINCIAL_CAC", Grade.GENERAL, false, null, null, 30, "s"),
                new RegulatorRule("PROVINCIAL_CAC", Grade.LARGER, false, Duration.ofHours(4), null, 30, "s"),
                new RegulatorRule("PROTECTION_DEPARTMENT", Grade.GENERAL, true, null, null, 30, "s"),
                new RegulatorRule("PROTECTION_DEPARTMENT", Grade.LARGER, true, Duration.ofHours(1), null, 30, "s"));

        List<RegulatorRule> applicable = RegulatorRule.applicable(rules, grade, critical);

        assertThat(applicable).extracting(RegulatorRule::authority).containsExactly(authority);
        assertThat(applicable.getFirst().dueAt(TEN)).isEqualTo(due);
    }

    @ParameterizedTest(name = "{0} min after a deadline of 4 h began: {1}")
    @Tag("R-4.1.3-8")
    @CsvSource({
        "119, ''",
        "120, HALF",
        "191, HALF",
        "192, HALF EIGHTY_PERCENT",
        "240, HALF EIGHTY_PERCENT",
        "241, HALF EIGHTY_PERCENT OVERDUE"
    })
    void alarmsAreRaisedAtHalfAndFourFifthsOfADeadlineAndBehindIt(long minutes, String levels) {
        Instant now = TEN.plus(Duration.ofMinutes(minutes));

        assertThat(IncidentAlarm.ofDeadline(TEN, TEN.plus(Duration.ofHours(4)), now))
                .extracting(Enum::name)
                .containsExactly(levels.isEmpty() ? new String[0] : levels.split(" "));
    }

    @ParameterizedTest(name = "{0} h after discovery: {1}")
    @CsvSource({"23, ''", "24, NOT_STARTED_24H", "72, NOT_STARTED_24H", "73, NOT_STARTED_24H OVERDUE"})
    void whoIsNotToldForADayIsAnAlarmAndForThreeDaysOverdue(long hours, String levels) {
        assertThat(IncidentAlarm.ofNotice(TEN, TEN.plus(Duration.ofHours(hours))))
                .extracting(Enum::name)
                .containsExactly(levels.isEmpty() ? new String[0] : levels.split(" "));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @Tag("AC-81")
    @Tag("R-4.1.3-6")
    @CsvSource({
        "REPORTED, true",
        "ASSESSED, true",
        "CONTAINED, true",
        "NOTIFYING, false",
        "NOTIFIED, false",
        "CLOSED, true"
    })
    void anAuthoritysDemandStartsANoticeUnlessThereIsOne(State state, boolean starts) {
        assertThat(IncidentRules.demandStarts(incident(state, true))).isEqualTo(starts);
    }

    @Test
    @Tag("R-4.1.3-1")
    void newNumbersRaiseAGradeAndNeverLowerIt() {
        Incident.Grading severe = new Incident.Grading(Grade.GENERAL, Grade.SEVERE, "sensitive", false);
        assertThat(severe.suggesting(Grade.LARGER).grade()).isEqualTo(Grade.SEVERE);
        assertThat(severe.suggesting(Grade.EXTREMELY_SEVERE).grade()).isEqualTo(Grade.EXTREMELY_SEVERE);
        Incident.Grading byTwo = new Incident.Grading(Grade.LARGER, Grade.GENERAL, "encrypted", true);
        assertThat(byTwo.suggesting(Grade.LARGER).grade())
                .as("what two persons decided stands")
                .isEqualTo(Grade.GENERAL);
    }

    @Test
    void rulesOfAnAuthorityAreUnambiguousAndWithinBounds() {
        RegulatorRule fine =
                new RegulatorRule("A", Grade.LARGER, false, Duration.ofMinutes(30), Duration.ofHours(2), 30, "s");
        assertThat(RegulatorRule.check(List.of(fine))).isEmpty();
        assertThat(RegulatorRule.check(List.of(fine, fine))).isPresent();
        assertThat(RegulatorRule.check(
                        List.of(new RegulatorRule("A", Grade.LARGER, false, Duration.ofHours(-1), null, 30, "s"))))
                .isPresent();
    }

    private static Incident incident(State state, boolean waived) {
        return new Incident(
                UUID.randomUUID(),
                new Incident.Details(
                        "t", Kind.LEAK, TEN, null, List.of(), "f", "c", "h", "m", "s", "r", "k", 1L, false, false),
                state,
                TEN,
                0,
                new Incident.Grading(Grade.GENERAL, Grade.GENERAL, null, false),
                new Incident.Telling(0, null, waived ? "harm averted" : null),
                null,
                null);
    }
}
