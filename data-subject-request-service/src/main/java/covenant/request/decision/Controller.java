package covenant.request.decision;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who answers to the person: named in every letter, with the officer responsible (R-GAP-10). */
@ApplicationScoped
public class Controller {
    private final String name;
    private final String contact;
    private final String dpo;

    Controller(
            @ConfigProperty(name = "covenant.controller.name") String name,
            @ConfigProperty(name = "covenant.controller.contact") String contact,
            @ConfigProperty(name = "covenant.controller.dpo") String dpo) {
        this.name = name;
        this.contact = contact;
        this.dpo = dpo;
    }

    public String name() {
        return name;
    }

    public String contact() {
        return contact;
    }

    public String dpo() {
        return dpo;
    }
}
