package covenant.request.decision;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.DsrEvent.RefusalGround;
import covenant.contracts.DsrEvent.RequestType;
import covenant.contracts.DsrEvent.Requester;
import covenant.platform.problem.Refusal;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GroundRulesTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "ACCESS,      SELF, CRIMINAL_JUSTICE, reason, case-1, -",
                "ACCESS,      SELF, NEWS_REPORTING, reason, case-1, REFUSAL_GROUND_REQUIRED",
                "ACCESS,      SELF, -, reason, case-1, REFUSAL_GROUND_REQUIRED",
                "ACCESS,      SELF, BAD_FAITH_OR_ABUSE, reason, -, VALIDATION_FAILED",
                "ACCESS,      SELF, SERIOUS_HARM, -, test-1, REFUSAL_REASON_REQUIRED",
                "ACCESS,      SELF, SERIOUS_HARM, '  ', test-1, REFUSAL_REASON_REQUIRED",
                "ACCESS,      SELF, NO_TRIGGER, reason, -, REFUSAL_GROUND_REQUIRED",
                "ACCESS,      SELF, LEGAL_HOLD, reason, hold-1, REFUSAL_GROUND_REQUIRED",
                "DELETION,    SELF, NO_TRIGGER, reason, -, -",
                "DELETION,    SELF, LEGAL_HOLD, reason, hold-1, -",
                "DELETION,    SELF, STATUTORY_RETENTION, reason, -, VALIDATION_FAILED",
                "PORTABILITY, SELF, PORTABILITY_CONDITION_UNMET, reason, -, -",
                "ACCESS,      SELF, INSTRUCTION_OF_DECEASED, reason, will-1, REFUSAL_GROUND_REQUIRED",
                "ACCESS,      RELATIVE_OF_DECEASED, INSTRUCTION_OF_DECEASED, reason, will-1, -"
            })
    @Tag("R-5.2.2-1")
    @Tag("R-5.2.2-2")
    @Tag("AC-53")
    @Tag("AC-61")
    void whatARefusalNeeds(
            RequestType type, Requester requester, String ground, String reason, String evidence, String code) {
        assertThat(GroundRules.violation(type, requester, ground, reason, evidence)
                        .map(Refusal::code)
                        .map(Enum::name))
                .isEqualTo(java.util.Optional.ofNullable(code));
    }

    @Test
    @Tag("AC-53")
    void badFaithAndHarmNeedASecondPerson() {
        Set<RefusalGround> two = EnumSet.of(RefusalGround.BAD_FAITH_OR_ABUSE, RefusalGround.SERIOUS_HARM);

        assertThat(RefusalGround.values()).allMatch(g -> GroundRules.needsApprover(g) == two.contains(g));
    }

    /** The exceptions of policy 1.3 are another list: executing judgments is no ground to refuse. */
    @ParameterizedTest
    @EnumSource(
            value = covenant.contracts.ConsentEvent.ExceptionCode.class,
            names = {"NATIONAL_SECURITY", "PUBLIC_SAFETY_HEALTH", "CRIMINAL_JUSTICE"},
            mode = EnumSource.Mode.EXCLUDE)
    void exceptionsOfProcessingAreNoGrounds(covenant.contracts.ConsentEvent.ExceptionCode code) {
        assertThat(GroundRules.parse(code.name())).isEmpty();
    }
}
