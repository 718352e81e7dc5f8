package covenant.request.deadline;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows that are rolled back: other tests of the module do not see them. They are older than any that those leave behind. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class RequestMeasuresIT {
    private static final Instant NOW = Instant.parse("2001-02-03T00:00:00Z");

    @Inject
    @All
    List<Measure> measures;

    @Inject
    Jdbi jdbi;

    @Test
    @Tag("R-5.2.1-5")
    void theOldestUnansweredRequestAndTheNearestReplyDateAreMeasured() {
        jdbi.useTransaction(h -> {
            double open = value(h, "covenant.request.open");
            request(h, "measured-1", 10, 20, true);
            request(h, "measured-2", 40, -1, true);
            request(h, "measured-3", 99, -9, false);

            assertThat(value(h, "covenant.request.open")).isEqualTo(open + 2);
            assertThat(value(h, "covenant.request.oldest.unanswered")).isEqualTo(40 * 86_400.0);
            assertThat(value(h, "covenant.request.reply.remaining")).isEqualTo(-86_400.0);
            h.rollback();
        });
    }

    private void request(Handle h, String subject, int daysOld, int daysLeft, boolean open) {
        h.createUpdate("insert into request (id, subject_id, type, scope, categories, requester, channel, received_at,"
                        + " created_at, status, open, identity_expires_at, reply_due, target_due) values"
                        + " (gen_random_uuid(), :subject, 'ACCESS', ''::bytea, '{}', 'SELF', 'APP', :received,"
                        + " :received, 'IN_REVIEW', :open, :due, :due, :due)")
                .bind("subject", subject)
                .bind("received", NOW.minus(daysOld, ChronoUnit.DAYS))
                .bind("due", NOW.plus(daysLeft, ChronoUnit.DAYS))
                .bind("open", open)
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
