package covenant.audit.intake;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while nothing is taken in. */
@Readiness
class IntakeReady implements HealthCheck {

    private final IntakeProgress progress;

    IntakeReady(IntakeProgress progress) {
        this.progress = progress;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("audit-intake")
                .status(progress.alive())
                .build();
    }
}
