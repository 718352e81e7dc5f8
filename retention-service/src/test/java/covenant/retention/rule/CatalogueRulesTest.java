package covenant.retention.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import covenant.platform.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CatalogueRulesTest {
    private final List<RetentionRule> rules = CatalogueRules.read(StrictJson.newMapper());

    @Test
    @Tag("R-4.2.2-2")
    void everyShippedRuleIsWithinItsBounds() {
        assertThat(rules)
                .hasSizeGreaterThan(70)
                .allSatisfy(rule ->
                        assertThat(RuleBounds.check(rule)).as(rule.category()).isEmpty());
    }

    @Test
    void whatMayNeverBeStoredHasNoRule() {
        assertThat(rules).extracting(RetentionRule::category).doesNotContain("financial.card_cvv2", "biometric.iris");
    }

    @Test
    @Tag("R-4.2.2-3")
    @Tag("R-CAT-3")
    void lawsKeepIdentityTransactionsAndSecurityLogs() {
        var byCategory = rules.stream().collect(Collectors.toMap(RetentionRule::category, Function.identity()));

        assertThat(byCategory.get("identity.national_id").statutory().period()).isEqualTo(Period.ofYears(10));
        assertThat(byCategory.get("financial.transaction").statutory().anchor())
                .isEqualTo(RetentionRule.Anchor.RECORD_DATE);
        assertThat(byCategory.get("network_id.ip_address").statutory()).isNull();
        assertThat(byCategory.get(CatalogueRules.SECURITY_LOG).statutory().period())
                .isEqualTo(Period.ofMonths(6));
        assertThat(byCategory.get("financial.bank_card").statutory()).isNull();
        assertThat(byCategory.get("browsing.history").statutory()).isNull();
    }

    @Test
    @Tag("R-4.2.2-4")
    void withoutTheMoneyLaunderingDutyIdentityGoesWithTheRest() {
        RetentionRule identity = CatalogueRules.rulesOf("identity.national_id", List.of("M1", "AML-ID"), false)
                .getFirst();

        assertThat(RuleBook.of(rules, Period.ofMonths(1), false).statutory(identity))
                .isEmpty();
        assertThat(RuleBook.of(rules, Period.ofMonths(1), true).statutory(identity))
                .isPresent();
    }

    @Test
    void aCodeWithoutAMeaningStopsTheStart() {
        assertThatIllegalStateException()
                .isThrownBy(() -> CatalogueRules.rulesOf("a.b", List.of("M7"), false))
                .withMessageContaining("M7");
    }

    @Test
    @Tag("AC-31")
    void theMoneyLaunderingSettingIsRequiredAndNamed() {
        RetentionSettings unset = new RetentionSettings(Optional.empty(), "P1M");

        assertThatIllegalStateException()
                .isThrownBy(unset::check)
                .withMessageContaining("covenant.retention.aml.applies");
    }

    @Test
    @Tag("AC-31")
    void noProfileShipsAValueForTheMoneyLaunderingSetting() throws IOException {
        Properties shipped = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            shipped.load(in);
        }

        assertThat(shipped.stringPropertyNames())
                .noneMatch(key -> key.endsWith(RetentionSettings.AML_APPLIES))
                .contains("covenant.retention.account-closed");
    }

    @Test
    @Tag("R-3.1.6-3")
    void theDefaultEntryIsACategoryOfItsOwnWithItsLaw() {
        RetentionRule entry = rules.stream()
                .filter(rule -> rule.category().equals("financial.overdue"))
                .findFirst()
                .orElseThrow();

        assertThat(entry.statutory().article()).isEqualTo("16");
        assertThat(entry.statutory().period()).isEqualTo(Period.ofYears(5));
        assertThat(entry.statutory().anchor()).isEqualTo(RetentionRule.Anchor.RECORD_DATE);
        assertThat(rules.stream()
                        .filter(rule -> rule.category().equals("account.profile"))
                        .findFirst()
                        .orElseThrow()
                        .statutory())
                .as("the closing erases the account, not the entry")
                .isNull();
    }

    @Test
    @Tag("R-4.2.2-2")
    void theMonthCannotBeConfiguredLonger() {
        RetentionSettings longer = new RetentionSettings(Optional.of(true), "P40D");

        assertThatIllegalStateException()
                .isThrownBy(longer::check)
                .withMessageContaining("covenant.retention.account-closed");
    }
}
