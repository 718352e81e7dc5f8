package covenant.consent.enabling;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.consent.catalogue.Category;
import covenant.consent.catalogue.Category.State;
import covenant.consent.catalogue.Label;
import covenant.consent.catalogue.Sensitivity;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R-CAT-1")
@Tag("R-1.1-3")
class CategoryStateRulesTest {

    /** State x wanted state, with and without its rules and its impact assessment. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "OFF,       ON,        NONE,      NAME, M1, false, -",
                "OFF,       ON,        STATUTORY, NAME, M1, true,  -",
                "OFF,       ON,        STATUTORY, NAME, M1, false, IMPACT_ASSESSMENT_REQUIRED",
                "OFF,       ON,        BY_CHOICE, NAME, M1, false, IMPACT_ASSESSMENT_REQUIRED",
                "OFF,       ON,        STATUTORY, LOST, M1, true,  MASKING_RULE_MISSING",
                "OFF,       ON,        NONE,      NAME, -,  true,  RETENTION_RULE_MISSING",
                "ON,        OFF,       NONE,      LOST, -,  false, -",
                "ON,        FORBIDDEN, NONE,      NAME, M1, true,  VALIDATION_FAILED",
                "FORBIDDEN, ON,        NONE,      NAME, M1, true,  STATE_CONFLICT",
                "FORBIDDEN, OFF,       NONE,      NAME, M1, true,  STATE_CONFLICT",
            })
    void aCategoryIsSwitchedOnWithItsRulesAndItsAssessmentOnly(
            State state,
            State wanted,
            Sensitivity sensitivity,
            String mask,
            @Nullable String retention,
            boolean assessed,
            @Nullable String code) {
        Category category = new Category(
                "group.name",
                new Label("名", "name"),
                "group",
                sensitivity,
                null,
                mask,
                List.of(),
                List.of(),
                retention == null ? List.of() : List.of(retention),
                state,
                false,
                false,
                false,
                false,
                false,
                null);
        assertThat(CategoryStateRules.check(category, wanted, assessed)
                        .map(r -> r.code().name())
                        .orElse(null))
                .isEqualTo(code);
    }
}
