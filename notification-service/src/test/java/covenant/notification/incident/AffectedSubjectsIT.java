package covenant.notification.incident;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.notification.SmsGateway;
import covenant.testing.CovenantServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@QuarkusTestResource(value = CovenantServers.class, initArgs = @ResourceArg(name = "smtp", value = "true"))
@QuarkusTestResource(SmsGateway.class)
class AffectedSubjectsIT {
    private static final int PERSONS = 60_000;

    private final UUID incident = UUID.randomUUID();
    private final UUID campaign = UUID.randomUUID();

    @Inject
    Jdbi jdbi;

    @Inject
    AffectedSubjects affected;

    @AfterEach
    void leaveNothingBehind() {
        jdbi.useHandle(h -> {
            h.execute("delete from notice where campaign_id = ?", campaign);
            h.execute("delete from content where campaign_id = ?", campaign);
            h.execute("delete from campaign where id = ?", campaign);
            h.execute("delete from affected_subject where incident_id = ?", incident);
            h.execute("delete from incident where id = ?", incident);
        });
    }

    /** Every person against every notice takes minutes here, one look-up per person a second; statistics are those of empty tables. */
    @Test
    @Tag("R-4.1.3-4")
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void whetherEveryoneWasToldIsKnownInTimeForManyPersons() {
        campaignThatCovers(PERSONS);

        assertThat(affected.everyoneTold(incident, campaign)).isTrue();
        jdbi.useHandle(h -> h.execute(
                "update notice set outcome = 'UNREACHABLE' where campaign_id = ? and subject_id = 'many-7'", campaign));
        assertThat(affected.everyoneTold(incident, campaign)).isFalse();
        jdbi.useHandle(h -> h.execute("delete from notice where campaign_id = ? and subject_id = 'many-7'", campaign));
        assertThat(affected.everyoneTold(incident, campaign)).isFalse();
    }

    private void campaignThatCovers(int persons) {
        UUID content = UUID.randomUUID();
        jdbi.useHandle(h -> {
            h.execute(
                    "insert into incident (id, title, kind, state, discovered_at, reported_at, categories,"
                            + " critical_infrastructure, suggested_grade, grade) values (?, 't', 'LEAK', 'NOTIFYING', now(), now(), '{}',"
                            + " false, 'GENERAL', 'GENERAL')",
                    incident);
            h.execute(
                    "insert into campaign (id, key, kind, status, message_class, template, parameters, about, started_at,"
                            + " correlation_id) values (?, ?, 'BREACH', 'PAUSED', 'BREACH', 'breach', '{}', '{}', now(), 'c')",
                    campaign,
                    "many/" + campaign);
            h.execute(
                    "insert into content (id, message_class, template, parameters, campaign_id, correlation_id)"
                            + " values (?, 'BREACH', 'breach', '{}', ?, 'c')",
                    content,
                    campaign);
            h.execute(
                    "insert into affected_subject select ?, 'many-' || n from generate_series(1, ?) n",
                    incident,
                    persons);
            h.execute(
                    "insert into notice (id, content_id, campaign_id, subject_id, dedup_key, sequence, outcome, created_at)"
                            + " select gen_random_uuid(), ?, ?, 'many-' || n, ?, '{}', 'COVERED_BY_ANNOUNCEMENT', now()"
                            + " from generate_series(1, ?) n",
                    content,
                    campaign,
                    "many/" + campaign,
                    persons);
        });
    }
}
