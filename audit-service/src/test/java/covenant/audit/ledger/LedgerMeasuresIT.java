package covenant.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.audit.AuditLog;
import covenant.contracts.Topic;
import covenant.platform.measure.Measure;
import covenant.platform.time.CovenantClock;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import io.quarkus.arc.All;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class LedgerMeasuresIT {
    @Inject
    @All
    List<Measure> measures;

    @Inject
    Jdbi jdbi;

    @Inject
    CovenantClock clock;

    @Test
    void sizeAgeAndHaltOfTheLogAreMeasured() {
        try (KafkaTap tap = new KafkaTap()) {
            tap.publish(Topic.CONSENT, "m." + UUID.randomUUID(), "ConsentGranted", "{\"n\":1}");
        }
        AuditLog.awaitQuiet();
        jdbi.useTransaction(h -> {
            assertThat(value(h, "covenant.audit.entries"))
                    .isEqualTo(AuditLog.read(Long.class, "select count(*) from entry")
                            .doubleValue())
                    .isPositive();
            assertThat(value(h, "covenant.audit.checkpoint.age")).isGreaterThanOrEqualTo(0);
            assertThat(value(h, "covenant.audit.halted")).isZero();
            h.execute("insert into halt (failure, found_at) values ('TEST', now())");
            assertThat(value(h, "covenant.audit.halted")).isEqualTo(1);
            h.rollback();
        });
    }

    private double value(Handle h, String name) {
        return measures.stream()
                .filter(measure -> measure.name().equals(name))
                .findFirst()
                .orElseThrow()
                .read(h, clock.now())
                .orElse(Double.NaN);
    }
}
