package covenant.platform.web;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start outside the regions where the policy promises that data stays (policy 4.2.1, R-4.2.1-1). */
@ApplicationScoped
class StartupChecks {
    private final Optional<String> region;
    private final String allowed;

    StartupChecks(
            @ConfigProperty(name = "covenant.residency.region") Optional<String> region,
            @ConfigProperty(name = "covenant.residency.allowed", defaultValue = "cn-.+") String allowed) {
        this.region = region;
        this.allowed = allowed;
    }

    void onStart(@Observes @Priority(1) StartupEvent event) {
        if (region.isEmpty()) {
            throw new IllegalStateException(
                    "covenant.residency.region is not set: name the region where this service stores its data");
        }
        if (!Pattern.matches(allowed, region.get())) {
            throw new IllegalStateException(
                    "covenant.residency.region is not one of covenant.residency.allowed (policy 4.2.1)");
        }
    }
}
