package covenant.platform.web;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * Refuses to start outside the regions where the policy promises that data stays (policy 4.2.1, R-4.2.1-1), and in production without everything
 * that {@link ProductionSettings} asks for. All that is missing is named at once.
 */
@ApplicationScoped
class StartupChecks {
    private final Function<String, Optional<String>> settings;
    private final boolean production;

    @Inject
    StartupChecks(Config config) {
        this(
                key -> config.getOptionalValue(key, String.class),
                ConfigUtils.isProfileActive("prod")
                        && !config.getOptionalValue("covenant.sandbox", Boolean.class)
                                .orElse(false));
    }

    /** @param production in profile {@code prod} and no sandbox */
    StartupChecks(Function<String, Optional<String>> settings, boolean production) {
        this.settings = settings;
        this.production = production;
    }

    void onStart(@Observes @Priority(1) StartupEvent event) {
        List<String> wrong = new ArrayList<>();
        region().ifPresent(wrong::add);
        if (production) {
            wrong.addAll(ProductionSettings.missing(settings));
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("Covenant does not start: " + String.join("; ", wrong));
        }
    }

    private Optional<String> region() {
        Optional<String> region = settings.apply("covenant.residency.region").filter(name -> !name.isBlank());
        if (region.isEmpty()) {
            return Optional.of(
                    "covenant.residency.region is not set: name the region where this service stores its data");
        }
        String allowed = settings.apply("covenant.residency.allowed").orElse("cn-.+");
        return Pattern.matches(allowed, region.get())
                ? Optional.empty()
                : Optional.of("covenant.residency.region is not one of covenant.residency.allowed (policy 4.2.1)");
    }
}
