package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.Topic;
import covenant.embedded.process.ChildProcess;
import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Events;
import covenant.local.client.Role;
import covenant.local.stack.Service;
import covenant.local.stack.StackPorts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two processes each of the services with deadlines, on one database and one consumer group: duplicates and races do nothing twice. */
class ReplicasIT {
    private static final int PERSONS = 40;
    private static final Duration SETTLED = Duration.ofSeconds(60);

    private static SharedStack stack;
    private static StackPorts own;
    private static Api first;
    private static Api second;
    private static ChildProcess untold;
    private static Map<Service, ChildProcess> replicas;

    @BeforeAll
    static void start() {
        stack = SharedStack.get();
        Map<Service, List<Integer>> ports = new EnumMap<>(stack.ports().services());
        StackPorts free = StackPorts.free();
        for (Service service : List.of(Service.RETENTION, Service.DATA_SUBJECT_REQUEST)) {
            ports.put(service, List.of(free.of(service)));
        }
        own = new StackPorts(
                ports,
                stack.ports().kafka(),
                stack.ports().postgres(),
                stack.ports().smtp(),
                stack.ports().witness());
        // All at once: most of the test's time is their start.
        untold = stack.beside(Service.RETENTION, freePorts(), "COVENANT_RETENTION_AML_APPLIES");
        replicas = Map.of(
                Service.RETENTION, stack.beside(Service.RETENTION, own),
                Service.DATA_SUBJECT_REQUEST, stack.beside(Service.DATA_SUBJECT_REQUEST, own));
        replicas.forEach((service, replica) -> stack.awaitReady(service, replica, own));
        first = stack.api();
        second = new Api(own, stack.keys());
    }

    @AfterAll
    static void stop() {
        untold.kill();
        replicas.values().forEach(ChildProcess::close);
    }

    @Test
    @Tag("AC-24")
    @Tag("AC-93")
    @Tag("AC-94")
    void ofTwoReplicasOneOpensEachCaseAndOneOrdersEachErasure() throws Exception {
        String batch = "rep-" + UUID.randomUUID().toString().replaceAll("[0-9-]", "");
        Instant closedAt = Instant.now().minus(Duration.ofDays(40));
        try (Events events = stack.events()) {
            AtomicInteger closed = new AtomicInteger();
            Eventually.within(SETTLED, () -> {
                for (int i = 0; i < 3; i++) {
                    closeTwice(events, batch + "-" + closed.getAndIncrement(), closedAt);
                }
                return closed.get() >= PERSONS && tookPart(first) && tookPart(second);
            });
            int persons = closed.get() + 1;
            String closing = "{\"subjectId\":\"%s-x\",\"closedAt\":\"%s\"}".formatted(batch, closedAt);
            assertThat(atBoth(api -> api.as(Role.BACKEND)
                            .post(Service.RETENTION, "/v1/accounts/acc-" + batch + "-x/closure", closing)))
                    .containsExactly(202, 202);
            String theirs = " where subject_id like '" + batch + "-%'";

            Eventually.within(
                    SETTLED,
                    () -> number("select count(*) from retention_case" + theirs + " and stage <> 'WAITING'")
                            == persons);
            assertThat(number("select count(*) from retention_case" + theirs)).isEqualTo(persons);
            assertThat(number("select count(*) from holder_order" + theirs)).isGreaterThan(persons);
            assertThat(number("select count(*) from (select 1 from holder_order" + theirs
                            + " group by subject_id, holder_id having count(*) > 1) doubled"))
                    .isZero();
            assertThat(number("select count(*) from account_conflict where account_id like 'acc-" + batch + "-%'"))
                    .isZero();
            assertThat(facts(events, Topic.ACCOUNT, "AccountClosed", batch + "-x"))
                    .isEqualTo(1);
        }
    }

    /** The same fact as two events. */
    private static void closeTwice(Events events, String person, Instant closedAt) {
        String json = "{\"accountId\":\"acc-%s\",\"closedAt\":\"%s\"}".formatted(person, closedAt);
        events.publish(Topic.ACCOUNT, person, "AccountClosed", closedAt, "/account-system", json);
        events.publish(Topic.ACCOUNT, person, "AccountClosed", closedAt, "/account-system", json);
    }

    private static boolean tookPart(Api replica) {
        return replica.as(Role.OPS)
                .get(Service.RETENTION, "/q/metrics")
                .text()
                .lines()
                .anyMatch(line -> line.startsWith("covenant_events_taken_total")
                        && line.contains("APPLY")
                        && line.contains(Topic.ACCOUNT.topicName()));
    }

    @Test
    @Tag("AC-60")
    @Tag("AC-49")
    void ofTwoReplicasOneTakesEachRequestProvesItAndRemindsOfIt() throws Exception {
        String batch = "req-" + UUID.randomUUID().toString().replaceAll("[0-9-]", "");
        try (Events events = stack.events()) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < PERSONS / 2; i++) {
                String wish =
                        "{\"subjectId\":\"%s-%d\",\"type\":\"COMPLAINT\",\"channel\":\"APP\"}".formatted(batch, i);
                List<Answer> filed = answersOfBoth(
                        api -> api.as(Role.BACKEND).post(Service.DATA_SUBJECT_REQUEST, "/v1/requests", wish));
                assertThat(filed).extracting(Answer::status).containsExactlyInAnyOrder(201, 409);
                Answer taken = filed.stream()
                        .filter(a -> a.status() == 201)
                        .findFirst()
                        .orElseThrow();
                ids.add(taken.at("/id"));
                String proof = "{\"document\":{\"kind\":\"ID_CARD\",\"evidence\":\"file 1\"},\"outcome\":\"VERIFIED\"}";
                assertThat(atBoth(api -> api.as(Role.PRIVACY_OPERATOR)
                                .post(
                                        Service.DATA_SUBJECT_REQUEST,
                                        "/v1/requests/" + taken.at("/id") + "/verification",
                                        proof)))
                        .containsExactlyInAnyOrder(200, 409);
            }

            Commands.run(stack.data(), "clock", "P21D");

            Eventually.within(
                    SETTLED,
                    () -> IntStream.range(0, ids.size())
                            .allMatch(
                                    i -> facts(events, Topic.DSR, "RequestDeadlineApproaching", batch + "-" + i) > 0));
            for (int i = 0; i < ids.size(); i++) {
                String person = batch + "-" + i;
                assertThat(facts(events, Topic.DSR, "RequestDeadlineApproaching", person))
                        .isEqualTo(1);
                assertThat(facts(events, Topic.DSR, "DataSubjectRequestReceived", person))
                        .isEqualTo(1);
                assertThat(facts(events, Topic.DSR, "IdentityVerified", person)).isEqualTo(1);
            }
        }
    }

    @Test
    @Tag("AC-31")
    @Tag("R-4.2.2-4")
    void withoutTheMoneyLaunderingSettingTheRetentionServiceDoesNotStartAndNamesIt() {
        assertThat(untold.endedWithin(Duration.ofSeconds(60))).isTrue();
        assertThat(untold.onExit().join()).isNotZero();
        assertThat(untold.logTail()).contains("covenant.retention.aml.applies");
    }

    private static StackPorts freePorts() {
        return new StackPorts(
                StackPorts.free().services(),
                stack.ports().kafka(),
                stack.ports().postgres(),
                stack.ports().smtp(),
                stack.ports().witness());
    }

    private static List<Integer> atBoth(Function<Api, Answer> call) throws Exception {
        return answersOfBoth(call).stream().map(Answer::status).toList();
    }

    private static List<Answer> answersOfBoth(Function<Api, Answer> call) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Answer>> asked =
                    List.of(threads.submit(() -> call.apply(first)), threads.submit(() -> call.apply(second)));
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> one : asked) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    private static long facts(Events events, Topic topic, String type, String person) {
        return events.all(topic.topicName()).stream()
                .filter(fact -> fact.type().equals(type) && person.equals(fact.key()))
                .map(fact -> fact.header("ce_id"))
                .distinct()
                .count();
    }

    private static long number(String sql) throws SQLException {
        try (Connection connection = stack.storage().superuser(Service.RETENTION);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
