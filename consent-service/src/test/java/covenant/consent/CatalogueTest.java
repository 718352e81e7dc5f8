package covenant.consent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.CatalogueFile;
import covenant.consent.catalogue.Category;
import covenant.consent.catalogue.Purpose;
import covenant.consent.catalogue.Sensitivity;
import covenant.platform.masking.MaskingRule;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R-CAT-2")
class CatalogueTest {
    private static final Set<String> MAY_USE_SENSITIVE = Set.of(
            "LEGAL_ARCHIVE",
            "REAL_NAME_VERIFICATION",
            "CREDIT_ASSESSMENT",
            "SERVICE_DELIVERY",
            "SUPPORT_AND_COMPLAINTS",
            "SECURITY_RISK_CONTROL");

    private final Catalogue catalogue = CatalogueFile.read();

    private static String whole(String purpose) {
        return purpose.replaceFirst("\\..*", "");
    }

    @Test
    @Tag("R-1.1-1")
    void holdsElevenPurposesAndEveryCategoryOnce() {
        assertThat(catalogue.purposes().stream().filter(p -> p.parent() == null))
                .hasSize(11);
        assertThat(catalogue.categories()).hasSize(105);
        assertThat(catalogue.categories().stream().map(Category::name)).doesNotHaveDuplicates();
    }

    @Test
    @Tag("R-1.1-3")
    void everyCategoryHasGroupRetentionAndAMaskThatExistsOrIsExplicitlyNone() throws IOException {
        assertThat(catalogue.categories()).allSatisfy(c -> {
            assertThat(c.group()).as(c.name()).isNotBlank();
            assertThat(c.retention()).as(c.name()).isNotEmpty();
            assertThat(c.label().zh()).as(c.name()).isNotBlank();
            if (c.mask() != null) {
                assertThat(MaskingRule.valueOf(c.mask())).isNotNull();
            }
        });
        JsonNode file =
                new ObjectMapper().readTree(CatalogueFile.class.getResourceAsStream("/catalogue/catalogue-1.json"));
        assertThat(file.get("categories"))
                .allSatisfy(c -> assertThat(c.has("mask")).isTrue());
    }

    @Test
    void everyPurposeThatACategoryNamesExists() {
        assertThat(catalogue.categories()).allSatisfy(c -> {
            assertThat(c.purposes())
                    .allSatisfy(p -> assertThat(catalogue.purpose(p)).as(p).isPresent());
            assertThat(c.purposes()).containsAll(c.separateFor());
        });
    }

    @Test
    void onlySixPurposesUseStatutorySensitiveCategories() {
        assertThat(catalogue.categories())
                .filteredOn(c -> c.sensitivity() == Sensitivity.STATUTORY)
                .allSatisfy(c -> assertThat(c.purposes())
                        .allSatisfy(p -> assertThat(MAY_USE_SENSITIVE).contains(whole(p))));
    }

    @Test
    @Tag("R-1.2.5-1")
    void personalisationNeedsASeparateConsentForWhatIsSensitiveByChoice() {
        assertThat(catalogue.categories())
                .filteredOn(c -> c.sensitivity() == Sensitivity.BY_CHOICE)
                .allSatisfy(c -> c.purposes().stream()
                        .filter(p -> whole(p).equals("PERSONALISATION"))
                        .forEach(p -> assertThat(c.separateFor()).as(c.name()).contains(p)));
    }

    @Test
    void forbiddenCategoriesAreKeptForNoTimeAndMostServeNothing() {
        List<Category> forbidden = catalogue.categories().stream()
                .filter(c -> c.state() == Category.State.FORBIDDEN)
                .toList();
        assertThat(forbidden)
                .hasSizeGreaterThan(15)
                .allSatisfy(c -> assertThat(c.retention()).containsExactly("NEVER"));
    }

    @Test
    void aQuestionAboutAWholePurposeMeansThePartThatTheCategoryBelongsTo() {
        Purpose security = catalogue.purpose("SECURITY_RISK_CONTROL").orElseThrow();
        assertThat(catalogue.use(security, category("browsing.history")).map(Purpose::code))
                .contains("SECURITY_RISK_CONTROL.extended");
        assertThat(catalogue.use(security, category("device.id")).map(Purpose::code))
                .contains("SECURITY_RISK_CONTROL.necessary");
        assertThat(catalogue.use(security, category("basic.email"))).isEmpty();
    }

    private Category category(String name) {
        return catalogue.category(name).orElseThrow();
    }
}
