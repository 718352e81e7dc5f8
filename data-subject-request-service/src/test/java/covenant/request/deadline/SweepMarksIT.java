package covenant.request.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.platform.time.CovenantClock;
import covenant.testing.CovenantServers;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clock stays where it is; what the sweep remembers of its last run lies elsewhere. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@Tag("T-9")
class SweepMarksIT {
    private final String name = UUID.randomUUID().toString();

    @Inject
    SweepMarks marks;

    @Inject
    CovenantClock clock;

    @Inject
    Jdbi jdbi;

    @ParameterizedTest
    @CsvSource({"PT0S, true", "PT47H59M, true", "PT48H1M, false", "P365D, false", "PT-4M, true", "PT-6M, false"})
    @Tag("AC-43")
    void aSweepRunsForTheInstantThatWasLookedAtUnlessTheClockLeapt(Duration since, boolean runs) {
        lastRun(clock.now().minus(since));
        Instant before = clock.now();

        Optional<Instant> judged = QuarkusTransaction.requiringNew().call(() -> marks.mayRun(name));

        assertThat(judged.isPresent()).isEqualTo(runs);
        assertThat(marks.halted(name)).isEqualTo(!runs);
        judged.ifPresent(now -> {
            assertThat(now).isBetween(before, clock.now());
            assertThat(lastRun()).as("the mark is the look itself").isEqualTo(now);
        });
    }

    @Test
    void aHaltedSweepGoesOnWhenAnOperatorStandsBehindTheClock() {
        lastRun(clock.now().minus(Duration.ofDays(3)));
        QuarkusTransaction.requiringNew().call(() -> marks.mayRun(name));
        assertThat(QuarkusTransaction.requiringNew().call(() -> marks.mayRun(name)))
                .isEmpty();

        QuarkusTransaction.requiringNew().run(() -> marks.mark(name));

        assertThat(QuarkusTransaction.requiringNew().call(() -> marks.mayRun(name)))
                .isPresent();
        assertThat(marks.halted(name)).isFalse();
    }

    @Test
    void theFirstRunIsLetPass() {
        assertThat(QuarkusTransaction.requiringNew().call(() -> marks.mayRun(name)))
                .isPresent();
    }

    private void lastRun(Instant at) {
        QuarkusTransaction.requiringNew().run(() -> {
            marks.mark(name);
            jdbi.useHandle(h -> h.createUpdate("update sweep_mark set at = :at where name = :name")
                    .bind("at", at)
                    .bind("name", name)
                    .execute());
        });
    }

    private Instant lastRun() {
        return jdbi.withHandle(h -> h.createQuery("select at from sweep_mark where name = :name")
                .bind("name", name)
                .mapTo(Instant.class)
                .one());
    }
}
