package covenant.retention.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.platform.measure.Measure;
import covenant.testing.CovenantServers;
import io.quarkus.arc.All;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows that are rolled back, in a year of their own: neither a sweep nor another test sees them. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class CaseMeasuresIT {
    private static final Instant NOW = Instant.parse("2001-02-03T00:00:00Z");

    @Inject
    @All
    List<Measure> measures;

    @Inject
    Jdbi jdbi;

    @Test
    @Tag("R-4.2.2-1")
    void whatIsDueAndWhatIsOverdueIsMeasured() {
        jdbi.useTransaction(h -> {
            double backups = value(h, "covenant.retention.cases.backups");
            insert(h, "WAITING", days(-2), days(-2));
            insert(h, "WAITING", days(-3), days(-3));
            insert(h, "WAITING", days(5), days(5));
            insert(h, "ORDERED", days(-14), null);
            insert(h, "ORDERED", days(-16), null);
            insert(h, "ERASED_LIVE", days(-60), null);

            assertThat(value(h, "covenant.retention.cases.due")).isEqualTo(2);
            assertThat(value(h, "covenant.retention.cases.due.oldest")).isEqualTo(3 * 86_400.0);
            assertThat(value(h, "covenant.retention.cases.overdue")).isEqualTo(1);
            assertThat(value(h, "covenant.retention.cases.backups")).isEqualTo(backups + 1);
            h.rollback();
        });
    }

    @Test
    @Tag("R-4.2.2-1")
    void anOrderIsOverdueFromItsInstantUntilItIsAnswered() {
        jdbi.useTransaction(h -> {
            double unanswered = value(h, "covenant.orders.unanswered");
            order(h, days(-1), days(-1));
            order(h, days(1), days(1));
            order(h, days(-9), null);

            assertThat(value(h, "covenant.orders.unanswered")).isEqualTo(unanswered + 2);
            assertThat(value(h, "covenant.orders.overdue")).isEqualTo(1);
            h.rollback();
        });
    }

    private static Instant days(int from) {
        return NOW.plus(from, ChronoUnit.DAYS);
    }

    private static void insert(Handle h, String stage, Instant due, @Nullable Instant next) {
        h.createUpdate(
                        "insert into retention_case (id, dedup_key, subject_id, cause, all_categories, anchor_at, due_at,"
                                + " late, stage, status, items, next_due_at, created_at) values (gen_random_uuid(),"
                                + " gen_random_uuid()::text, 'measured', 'REQUEST', true, :due, :due, false, :stage, 'DUE', '[]',"
                                + " :next, :due)")
                .bind("due", due)
                .bind("stage", stage)
                .bind("next", next)
                .execute();
    }

    private static void order(Handle h, Instant due, @Nullable Instant next) {
        h.createUpdate(
                        "insert into holder_order (id, kind, task, holder_id, transport, subject_id, categories, owner_id,"
                                + " placed_at, due_by, status, attempts, next_check_at) values (gen_random_uuid(), 'ERASURE', '{}',"
                                + " 'app-core', 'REST', 'measured', '{}', gen_random_uuid(), :due, :due, 'REQUESTED', 1, :next)")
                .bind("due", due)
                .bind("next", next)
                .execute();
    }

    private double value(Handle h, String name) {
        return measures.stream()
                .filter(measure -> measure.name().equals(name))
                .findFirst()
                .orElseThrow()
                .read(h, NOW)
                .orElse(Double.NaN);
    }
}
