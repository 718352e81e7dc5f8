package covenant.audit.ledger;

import covenant.platform.measure.Measure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Whether the log grows and signs. */
@ApplicationScoped
class LedgerMeasures {

    @Produces
    Measure entries() {
        return Measure.count(
                "covenant.audit.entries", "Entries under the newest checkpoint", "select max(size) from checkpoint");
    }

    @Produces
    Measure age() {
        return Measure.seconds(
                "covenant.audit.checkpoint.age",
                "Time since the newest checkpoint was signed; grows while nothing comes in, so look at the lag beside it",
                "select extract(epoch from cast(:now as timestamptz) - logged_at) from entry order by index desc limit 1");
    }

    @Produces
    Measure halted() {
        return Measure.count("covenant.audit.halted", "1 while the log refuses to sign", "select count(*) from halt");
    }
}
