package covenant.retention.sweep;

import static covenant.retention.Scenario.CORE;
import static covenant.retention.Scenario.SOON;
import static covenant.retention.Scenario.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import covenant.contracts.Topic;
import covenant.platform.time.LegalCalendar;
import covenant.retention.Scenario;
import covenant.retention.erasure.Erasure;
import covenant.testing.CovenantServers;
import covenant.testing.Tokens;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class SweepIT {
    @Inject
    DueSweep sweep;

    @Inject
    Erasure erasure;

    @Inject
    Jdbi jdbi;

    private Scenario world;

    @BeforeEach
    void open() {
        world = Scenario.shared();
    }

    @Test
    @Tag("AC-94")
    @Tag("AC-93")
    void sweepsAtTheSameTimeOrderEachCaseOnce() throws Exception {
        List<String> subjects = new ArrayList<>();
        Instant closedAt = world.now();
        for (int i = 0; i < 60; i++) {
            String subject = fresh("many");
            subjects.add(subject);
            world.closeOverKafka(subject, fresh("acc"), closedAt);
        }
        await().atMost(SOON)
                .until(() -> count("select count(*) from retention_case where subject_id like 'many-%'") == 60);
        world.moveTo(LegalCalendar.retentionDue(closedAt, Period.ofMonths(1)));

        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService replicas = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> runs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                runs.add(replicas.submit(() -> {
                    start.await();
                    return sweep.run();
                }));
            }
            start.countDown();
            for (Future<Integer> run : runs) {
                run.get();
            }
        }

        await().atMost(SOON)
                .until(() -> count(
                                "select count(*) from retention_case where subject_id like 'many-%' and stage = 'ORDERED'")
                        == 60);
        assertThat(count("select count(*) from holder_order where subject_id like 'many-%' and holder_id = '" + CORE
                        + "'"))
                .isEqualTo(60);
        assertThat(count(
                        "select count(*) from (select subject_id, holder_id from holder_order where subject_id like 'many-%'"
                                + " group by 1, 2 having count(*) > 1) doubled"))
                .isZero();
    }

    @Test
    @Tag("AC-43")
    @Tag("T-9")
    void aLeapOfTheClockStopsEverythingUntilAnOperatorConfirms() {
        String subject = fresh("leap");
        Instant closedAt = world.now();
        world.closeOverKafka(subject, fresh("acc"), closedAt);
        UUID id = UUID.fromString(world.onlyCase(subject).getString("id"));
        sweep.run();

        world.post(Tokens.ops(), "/sandbox/clock", Map.of("advance", "P1Y", "unexpected", true))
                .then()
                .statusCode(200);

        await().atMost(SOON).until(() -> sweepStatus().equals("STOPPED"));
        assertThat(sweeps().getString("items[0].reason")).isEqualTo("CLOCK_LEAPT");
        assertThat(sweep.run()).isZero();
        // A run that was let pass before the leap, and gets to this case only now.
        QuarkusTransaction.requiringNew().run(() -> erasure.fallDue(id, closedAt.plusSeconds(60)));
        assertThat(world.orders(subject)).isEmpty();
        assertThat(world.get(Tokens.ops(), "/q/metrics").asString()).contains("covenant_retention_sweep_stopped 1.0");

        world.post(Tokens.ops(), "/v1/sweeps/confirmation", Map.of()).then().statusCode(401);
        world.post(Tokens.opsMfa(), "/v1/sweeps/confirmation", Map.of()).then().statusCode(200);
        world.post(Tokens.opsMfa(), "/v1/sweeps/confirmation", Map.of()).then().statusCode(409);
        await().atMost(SOON).until(() -> !world.orders(subject).isEmpty());
        assertThat(sweepStatus()).isEqualTo("RUNNING");
    }

    @Test
    @Tag("AC-44")
    void tooManyPersonsAtOnceStopTheSweepUntilAnOperatorConfirms() {
        Instant now = world.now();
        QuarkusTransaction.requiringNew()
                .run(() ->
                        jdbi.useHandle(h -> h.createUpdate("""
                        insert into retention_case (id, dedup_key, subject_id, cause, all_categories, anchor_at, due_at, late,
                            stage, status, items, next_due_at, created_at)
                        select gen_random_uuid(), 'blast/' || i, 'blast-' || i, 'REQUEST', true, :now, :now, false, 'WAITING',
                            'DUE', '[]'::jsonb, :now, :now from generate_series(1, 1100) i""").bind("now", now).execute()));

        await().atMost(SOON).until(() -> sweepStatus().equals("STOPPED"));
        assertThat(sweeps().getString("items[0].reason")).isEqualTo("BLAST_LIMIT");
        assertThat(sweeps().getLong("items[0].limit")).isEqualTo(1_000);
        assertThat(count("select count(*) from retention_case where dedup_key like 'blast/%' and stage <> 'WAITING'"))
                .isZero();

        world.post(Tokens.opsMfa(), "/v1/sweeps/confirmation", Map.of()).then().statusCode(200);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> count(
                                "select count(*) from retention_case where dedup_key like 'blast/%' and stage = 'COMPLETED'")
                        == 1_100);
    }

    @Test
    @Tag("AC-43")
    @Tag("T-9")
    void aClockThatStepsBackStopsTheSweepAndErasesNothingASecondTime() {
        String subject = fresh("back");
        world.closeOverKafka(subject, fresh("acc"), world.now().minus(Duration.ofDays(40)));
        await().atMost(SOON).until(() -> !world.orders(subject).isEmpty());
        int ordered = world.orders(subject).size();
        sweep.run();

        world.post(Tokens.ops(), "/sandbox/clock", Map.of("advance", "PT-2H", "unexpected", true))
                .then()
                .statusCode(200);

        await().atMost(SOON).until(() -> sweepStatus().equals("STOPPED"));
        assertThat(sweeps().getString("items[0].reason")).isEqualTo("CLOCK_STEPPED_BACK");
        world.post(Tokens.opsMfa(), "/v1/sweeps/confirmation", Map.of()).then().statusCode(200);
        world.advance("PT2H");
        sweep.run();
        assertThat(sweepStatus()).isEqualTo("RUNNING");
        assertThat(world.orders(subject)).hasSize(ordered);
    }

    @Test
    @Tag("AC-32")
    @Tag("R-4.2.2-8")
    void holdsPlacedWhileErasuresAreClaimedEitherHoldOrSayThatTheyCameTooLate() throws Exception {
        List<String> subjects = new ArrayList<>();
        Instant closedAt = world.now();
        for (int i = 0; i < 24; i++) {
            subjects.add(fresh("hr"));
            world.closeOverKafka(subjects.getLast(), fresh("acc"), closedAt);
        }
        await().atMost(SOON)
                .until(() -> count("select count(*) from retention_case where subject_id like 'hr-%'") == 24);
        world.moveTo(LegalCalendar.retentionDue(closedAt, Period.ofMonths(1)));

        List<Boolean> tooLate = new ArrayList<>();
        try (ExecutorService others = Executors.newFixedThreadPool(2)) {
            others.submit(sweep::run);
            others.submit(sweep::run);
            for (String subject : subjects) {
                JsonPath placed = world.approve(world.post(
                                Tokens.operatorMfa(),
                                "/v1/holds",
                                Map.of(
                                        "subjectId",
                                        subject,
                                        "categories",
                                        List.of("browsing.history"),
                                        "reason",
                                        "dispute",
                                        "authority",
                                        "Court, case 3",
                                        "reviewOn",
                                        "2099-01-01")))
                        .then()
                        .statusCode(201)
                        .extract()
                        .jsonPath();
                tooLate.add(placed.getList("alreadyOrdered").contains("browsing.history"));
            }
        }

        for (int i = 0; i < subjects.size(); i++) {
            String subject = subjects.get(i);
            await().atMost(SOON)
                    .until(() -> count("select count(*) from holder_order where subject_id = '" + subject + "'") > 0);
            long held = count("select count(*) from holder_order where subject_id = '" + subject
                    + "' and 'browsing.history' = any(categories)");
            assertThat(held > 0).as(subject).isEqualTo(tooLate.get(i));
        }
    }

    @Test
    @Tag("AC-32")
    @Tag("R-4.2.2-8")
    void aHoldThatIsCommittedFirstIsSeenByAClaimThatIsUnderWay() {
        String subject = fresh("race");
        Instant closedAt = world.now();
        world.closeOverKafka(subject, fresh("acc"), closedAt);
        UUID id = UUID.fromString(world.onlyCase(subject).getString("id"));
        Instant due = LegalCalendar.retentionDue(closedAt, Period.ofMonths(1));
        // Claimed by a replica that has not got to it yet: leased, so that the running sweep leaves it alone.
        QuarkusTransaction.requiringNew()
                .run(() -> jdbi.useHandle(
                        h -> h.createUpdate("update due_case set lease_until = :until where case_id = :id")
                                .bind("until", due.plusSeconds(86_400 * 365))
                                .bind("id", id)
                                .execute()));
        world.moveTo(due);
        String hold = world.hold(subject, "browsing.history");

        QuarkusTransaction.requiringNew().run(() -> erasure.fallDue(id, due));

        JsonPath held = world.caseById(id.toString());
        assertThat(Scenario.itemStatus(held, "browsing.history")).isEqualTo("HELD");
        assertThat(held.getString("items.find { it.category == 'browsing.history' }.why.hold"))
                .isEqualTo(hold);
        assertThat(Scenario.itemStatus(held, "account.profile")).isEqualTo("ERASING");
        await().atMost(SOON).until(() -> !world.orders(subject).isEmpty());
        assertThat(world.orders(subject)).noneMatch(order -> order.value().contains("browsing.history"));

        world.confirmUntil(subject, id.toString(), "HELD");
        assertThat(world.events(Topic.RETENTION, subject, "SubjectErased")).isEmpty();
        world.approve(world.post(Tokens.operatorMfa(), "/v1/holds/" + hold + "/release", Map.of()))
                .then()
                .statusCode(200);
        await().atMost(SOON)
                .until(() -> world.orders(subject).stream()
                        .anyMatch(order -> order.value().contains("browsing.history")));
        world.confirmUntil(subject, id.toString(), "ERASED_LIVE");
    }

    private JsonPath sweeps() {
        return world.get(Tokens.ops(), "/v1/sweeps")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private String sweepStatus() {
        return sweeps().getString("items[0].status");
    }

    private long count(String sql) {
        return QuarkusTransaction.requiringNew()
                .call(() -> jdbi.withHandle(
                        h -> h.createQuery(sql).mapTo(Long.class).one()));
    }
}
