package covenant.consent.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import covenant.platform.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No category without a rule how it is shown and one how long it is kept. */
@Tag("R-1.1-3")
class CategoryRulesTest {
    private final ObjectMapper json = StrictJson.newMapper();

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "true,  NAME,      M1,        ",
                "true,  -,         M1|AML-TX, ",
                "true,  NAME,      NEVER,     ",
                "false, -,         M1,        MASKING_RULE_MISSING 422",
                "true,  '',        M1,        MASKING_RULE_MISSING 422",
                "true,  INVENTED,  M1,        MASKING_RULE_MISSING 422",
                "true,  name,      M1,        MASKING_RULE_MISSING 422",
                "true,  NAME,      -,         RETENTION_RULE_MISSING 422",
                "true,  NAME,      M1|' ',    RETENTION_RULE_MISSING 422",
                "false, -,         -,         MASKING_RULE_MISSING 422",
            })
    void bothRulesAreNeeded(boolean said, @Nullable String mask, @Nullable String retention, @Nullable String code) {
        List<String> kept = retention == null
                ? List.of()
                : Arrays.asList(retention.replace("'", "").split("\\|"));
        assertThat(CategoryRules.check(said, mask, kept)
                        .map(r -> r.code() + " " + r.code().status())
                        .orElse(null))
                .isEqualTo(code);
    }

    @Test
    void aCatalogueWithACategoryWithoutARuleIsNotLoadedAndNamesIt() throws IOException {
        assertThat(CatalogueFile.read(json, file(c -> {})).category("basic.email"))
                .isPresent();
        assertThatThrownBy(() -> CatalogueFile.read(json, file(c -> c.remove("mask"))))
                .hasMessage("MASKING_RULE_MISSING: basic.email");
        assertThatThrownBy(() -> CatalogueFile.read(json, file(c -> c.put("mask", "SHORT"))))
                .hasMessage("MASKING_RULE_MISSING: basic.email");
        assertThatThrownBy(() -> CatalogueFile.read(json, file(c -> c.putArray("retention"))))
                .hasMessage("RETENTION_RULE_MISSING: basic.email");
        assertThatThrownBy(() -> CatalogueFile.read(json, file(c -> c.remove("retention"))))
                .hasMessage("RETENTION_RULE_MISSING: basic.email");
    }

    private ObjectNode file(Consumer<ObjectNode> change) throws IOException {
        try (InputStream in = CatalogueFile.class.getResourceAsStream(CatalogueFile.RESOURCE)) {
            ObjectNode file = (ObjectNode) json.readTree(Objects.requireNonNull(in));
            file.path("categories").forEach(category -> {
                if (category.path("name").asText().equals("basic.email")) {
                    change.accept((ObjectNode) category);
                }
            });
            return file;
        }
    }
}
