package covenant.consent.policy;

import covenant.consent.policy.PolicyContent.Controller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who answers for the data under version 1: configured, because the policy's text does not say (X-22, PIPL art. 17, 52). */
@ApplicationScoped
class ControllerConfig {
    private final Optional<String> name;
    private final Optional<String> contact;
    private final Optional<String> dpo;
    private final boolean sandbox;

    ControllerConfig(
            @ConfigProperty(name = "covenant.controller.name") Optional<String> name,
            @ConfigProperty(name = "covenant.controller.contact") Optional<String> contact,
            @ConfigProperty(name = "covenant.controller.dpo") Optional<String> dpo,
            @ConfigProperty(name = "covenant.sandbox", defaultValue = "false") boolean sandbox) {
        this.name = name;
        this.contact = contact;
        this.dpo = dpo;
        this.sandbox = sandbox;
    }

    /** @throws IllegalStateException outside the sandbox if one of the three is not set; it names the key */
    Controller controller() {
        return new Controller(
                value("name", name, "Example Repayment Technology Ltd. (invented)"),
                value("contact", contact, "privacy@example.com"),
                value("dpo", dpo, "Personal Information Officer, dpo@example.com"));
    }

    private String value(String key, Optional<String> configured, String invented) {
        return configured
                .filter(v -> !v.isBlank())
                .or(() -> sandbox ? Optional.of(invented) : Optional.empty())
                .orElseThrow(() -> new IllegalStateException("covenant.controller." + key
                        + " is not set: a policy names its controller, contact and personal-information officer"));
    }
}
