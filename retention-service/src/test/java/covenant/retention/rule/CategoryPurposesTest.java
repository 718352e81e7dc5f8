package covenant.retention.rule;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.platform.json.StrictJson;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CategoryPurposesTest {
    private final CategoryPurposes purposes = new CategoryPurposes(StrictJson.newMapper());

    @Test
    @Tag("R-1.2.2-1")
    void whatAssessedCreditAloneGoesWithIt() {
        assertThat(purposes.keptFor("CREDIT_ASSESSMENT"))
                .contains("financial.income", "financial.credit_report", "contacts.emergency")
                .doesNotContain("risk.score", "financial.transaction", "basic.ethnicity");
    }

    @Test
    @Tag("R-1.2.5-1")
    void aPurposeTakesItsPartsAlongAndAPartOnlyItself() {
        assertThat(purposes.keptFor("PERSONALISATION"))
                .contains("profile.tag", "profile.device_link", "browsing.follow");
        assertThat(purposes.keptFor("PERSONALISATION.recommend")).containsExactly("profile.tag");
    }

    @Test
    @Tag("R-1.2.6-1")
    void whatAnotherPurposeMayUseStaysAndSaysForWhich() {
        assertThat(purposes.keptFor("PERSONALISATION")).doesNotContain("browsing.history");
        assertThat(purposes.remaining("PERSONALISATION"))
                .containsEntry("browsing.history", List.of("SECURITY_RISK_CONTROL.extended"));
    }

    @Test
    void onlyPurposesOfTheCatalogueAreKnown() {
        assertThat(purposes.known("SECURITY_RISK_CONTROL")).isTrue();
        assertThat(purposes.known("SECURITY")).isFalse();
    }
}
