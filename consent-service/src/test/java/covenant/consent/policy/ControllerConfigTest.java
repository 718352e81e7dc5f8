package covenant.consent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings hold who answers for the data, how to reach them, and the personal-information officer. */
@Tag("R-4.1.2-6")
@Tag("R-GAP-10")
class ControllerConfigTest {

    private static PolicyContent.Controller controller(
            @Nullable String name, @Nullable String contact, @Nullable String dpo, boolean sandbox) {
        return new ControllerConfig(
                        Optional.ofNullable(name), Optional.ofNullable(contact), Optional.ofNullable(dpo), sandbox)
                .controller();
    }

    @Test
    void whatIsSetIsPublished() {
        assertThat(controller("A Ltd.", "privacy@example.com", "dpo@example.com", false))
                .isEqualTo(new PolicyContent.Controller("A Ltd.", "privacy@example.com", "dpo@example.com"));
    }

    @ParameterizedTest
    @CsvSource({
        ", privacy@example.com, dpo@example.com, covenant.controller.name",
        "A Ltd., , dpo@example.com, covenant.controller.contact",
        "A Ltd., privacy@example.com, , covenant.controller.dpo",
        "A Ltd., privacy@example.com, ' ', covenant.controller.dpo"
    })
    void outsideTheSandboxEachIsRequiredAndNamed(
            @Nullable String name, @Nullable String contact, @Nullable String dpo, String named) {
        assertThatThrownBy(() -> controller(name, contact, dpo, false)).hasMessageContaining(named);
        assertThat(controller(name, contact, dpo, true).dpo()).isNotBlank();
    }
}
