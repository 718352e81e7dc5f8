package covenant.notification.incident;

import covenant.platform.measure.Measure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** The clocks that run towards authorities (policy 4.1.3, PIPL art. 57). */
@ApplicationScoped
class IncidentMeasures {

    @Produces
    Measure running() {
        return Measure.count(
                "covenant.regulator.clocks.running",
                "Reports to authorities that are owed by a fixed time and not submitted",
                "select count(*) from regulator_clock where submitted_at is null and due_at is not null");
    }

    @Produces
    Measure remaining() {
        return Measure.seconds(
                "covenant.regulator.clock.remaining",
                "Time until the nearest report to an authority is due, negative once it has passed; NaN without one",
                "select extract(epoch from min(due_at) - cast(:now as timestamptz)) from regulator_clock"
                        + " where submitted_at is null and due_at is not null");
    }
}
