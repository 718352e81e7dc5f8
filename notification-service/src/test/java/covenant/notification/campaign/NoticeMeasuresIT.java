package covenant.notification.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.platform.measure.Measure;
import covenant.testing.CovenantServers;
import io.quarkus.arc.All;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows that are rolled back, in a year of their own: neither a sweep nor another test sees them. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class NoticeMeasuresIT {
    private static final Instant NOW = Instant.parse("2001-02-03T00:00:00Z");

    @Inject
    @All
    List<Measure> measures;

    @Inject
    Jdbi jdbi;

    @Test
    @Tag("R-4.1.3-8")
    void theNearestClockTowardsAnAuthorityIsMeasured() {
        jdbi.useTransaction(h -> {
            double running = value(h, "covenant.regulator.clocks.running");
            UUID incident = UUID.randomUUID();
            h.createUpdate("insert into incident (id, title, kind, state, discovered_at, reported_at, categories,"
                            + " critical_infrastructure, suggested_grade, grade) values (:id, 't', 'LEAK', 'REPORTED',"
                            + " :now, :now, '{}', false, 'LARGER', 'LARGER')")
                    .bind("id", incident)
                    .bind("now", NOW)
                    .execute();
            clock(h, incident, "A", Duration.ofHours(4), false);
            clock(h, incident, "B", Duration.ofHours(1), false);
            clock(h, incident, "C", Duration.ofHours(-5), true);

            assertThat(value(h, "covenant.regulator.clocks.running")).isEqualTo(running + 2);
            assertThat(value(h, "covenant.regulator.clock.remaining")).isEqualTo(3_600);
            h.rollback();
        });
    }

    @Test
    void aRunningCampaignShowsItsRateAndWhoIsLeft() {
        jdbi.useTransaction(h -> {
            double pending = value(h, "covenant.campaign.pending");
            double running = value(h, "covenant.campaign.running");
            UUID campaign = UUID.randomUUID();
            h.createUpdate("insert into campaign (id, key, kind, status, message_class, template, parameters, about,"
                            + " started_at, correlation_id) values (:id, :key, 'BREACH', 'RUNNING', 'BREACH', 't', '{}',"
                            + " '{}', :now, 'c')")
                    .bind("id", campaign)
                    .bind("key", campaign.toString())
                    .bind("now", NOW)
                    .execute();
            UUID content = UUID.randomUUID();
            h.createUpdate("insert into content (id, message_class, template, parameters, campaign_id, correlation_id)"
                            + " values (:id, 'BREACH', 't', '{}', :campaign, 'c')")
                    .bind("id", content)
                    .bind("campaign", campaign)
                    .execute();
            for (int i = 0; i < 6; i++) {
                notice(h, content, campaign, "measured-" + i, i < 2 ? "PENDING" : "REACHED");
            }

            assertThat(value(h, "covenant.campaign.running")).isEqualTo(running + 1);
            assertThat(value(h, "covenant.campaign.pending")).isEqualTo(pending + 2);
            assertThat(value(h, "covenant.campaign.rate")).isGreaterThanOrEqualTo(4 / 60.0);
            h.rollback();
        });
    }

    private static void notice(Handle h, UUID content, UUID campaign, String subject, String outcome) {
        UUID notice = UUID.randomUUID();
        h.createUpdate(
                        "insert into notice (id, content_id, campaign_id, subject_id, dedup_key, sequence, outcome,"
                                + " created_at) values (:id, :content, :campaign, :subject, :subject, '{EMAIL}', :outcome, :now)")
                .bind("id", notice)
                .bind("content", content)
                .bind("campaign", campaign)
                .bind("subject", subject)
                .bind("outcome", outcome)
                .bind("now", NOW)
                .execute();
        h.createUpdate("insert into delivery (id, notice_id, campaign_id, subject_id, channel, status, next_at,"
                        + " created_at, sent_at) values (gen_random_uuid(), :notice, :campaign, :subject, 'EMAIL', 'SENT',"
                        + " :now, :now, case when :outcome = 'PENDING' then null else cast(:now as timestamptz) end)")
                .bind("notice", notice)
                .bind("campaign", campaign)
                .bind("subject", subject)
                .bind("outcome", outcome)
                .bind("now", NOW)
                .execute();
    }

    private static void clock(Handle h, UUID incident, String authority, Duration left, boolean submitted) {
        h.createUpdate("insert into regulator_clock (id, incident_id, authority, kind, grade, due_at, rule, started_at,"
                        + " submitted_at) values (gen_random_uuid(), :incident, :authority, 'FIRST', 'LARGER', :due, 'r',"
                        + " :now, case when :submitted then cast(:now as timestamptz) end)")
                .bind("incident", incident)
                .bind("authority", authority)
                .bind("due", NOW.plus(left))
                .bind("now", NOW)
                .bind("submitted", submitted)
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
