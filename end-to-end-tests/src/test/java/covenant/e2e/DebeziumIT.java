package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import covenant.contracts.Topic;
import covenant.embedded.identity.TokenMint;
import covenant.local.client.Events;
import covenant.local.client.Fact;
import covenant.local.client.Role;
import covenant.local.client.Unanswered;
import covenant.local.stack.Installation;
import covenant.local.stack.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debezium publishes the consent-service's outbox in place of the relay, as {@code docs/runbooks/debezium-outbox.md} says, with the connector of
 * {@code deploy/debezium}: the same records as the relay's, in the same order of each key, also after {@code kill -9} of Kafka Connect. Only in Maven
 * profile {@code debezium}: {@code ./mvnw -Pdebezium -pl end-to-end-tests test -Dtest=DebeziumIT}.
 */
@Tag("debezium")
@Tag("R-ENV-2")
class DebeziumIT {
    private static final String CONNECTOR = "consent-outbox";
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final Predicate<String> HEADER =
            Pattern.compile("ce_.+|traceparent|content-type").asMatchPredicate();
    private static final String FORGOTTEN = """
            insert into outbox (id, aggregatetype, aggregateid, type, payload, bucket) values
                (gen_random_uuid(), 'privacy.consent-state.v1', 'waits-1/SERVICE_DELIVERY', 'tombstone', null, 0)""";

    @TempDir
    private Path directory;

    private SharedStack stack;
    private Acts acts;

    @Test
    void theRecordsAreThoseOfTheRelayAndNoneIsLostWithTheWorker() throws Exception {
        stack = SharedStack.get();
        stack.restart(() -> administer("alter system set wal_level = logical"));
        administer(
                "create role outbox_reader login replication password 'of-a-test'",
                "grant connect on database consent to outbox_reader",
                "grant usage on schema public to outbox_reader",
                "grant select on outbox to outbox_reader",
                "create publication covenant_outbox for table outbox with (publish = 'insert')");
        acts = new Acts(stack.api());
        Events events = stack.events();
        consent("by-the-relay");
        stack.stop(Service.CONSENT);
        try (ServiceProcess service = withoutRelay()) {
            for (int i = 0; i < 5; i++) {
                consent("waits-" + i);
            }
            // The oldest rows are the last ones in the file now.
            administer("update outbox set type = type where aggregateid like 'waits-0%'", FORGOTTEN);
            ConnectWorker killed = worker();
            killed.configure(CONNECTOR, connector());
            killed.awaitRunning(CONNECTOR);
            for (int i = 0; i < 100; i++) {
                consent("under-load-" + i);
                if (i == 50) {
                    killed.close();
                }
            }
            try (ConnectWorker worker = worker()) {
                worker.awaitRunning(CONNECTOR);
                Map<String, List<Told>> rows = outbox();
                Eventually.holds(SOON, () -> assertThat(published(events)).containsAllEntriesOf(rows));
                assertThat(names(published(events), "under-load-0"))
                        .isEqualTo(names(published(events), "by-the-relay"));
                onceInTheAuditLog(rows);
                theSlotFollows();
                Figures.print(
                        "Debezium published %d events, %d of them twice; Kafka Connect was killed once",
                        rows.values().stream().mapToInt(List::size).sum(), doubles(events));
                assertThat(service.isAlive()).isTrue();
            }
        } finally {
            Eventually.within(SOON, () -> number("select count(*) from pg_replication_slots where active") == 0);
            stack.restart(() -> administer(
                    "delete from outbox",
                    "select pg_drop_replication_slot(slot_name) from pg_replication_slots",
                    "alter system reset wal_level",
                    "drop publication covenant_outbox",
                    "drop owned by outbox_reader",
                    "drop role outbox_reader"));
        }
        assertThat(events.all(Topic.CONSENT.deadLetterTopicName())).isEmpty();
        assertThat(events.all(Topic.CONSENT_STATE.deadLetterTopicName())).isEmpty();
    }

    private void consent(String subject) {
        assertThat(acts.act(Load.Kind.CONSENT, subject, stack.api().as(Role.BACKEND))
                        .status())
                .isEqualTo(201);
    }

    private ServiceProcess withoutRelay() throws IOException {
        Map<String, String> settings = ServiceProcess.sandbox(stack, Service.CONSENT);
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(stack.ports().of(Service.CONSENT)));
        settings.put("QUARKUS_OIDC_PUBLIC_KEY", stack.keys().tokenPublicKey());
        settings.put("QUARKUS_OIDC_TOKEN_ISSUER", TokenMint.ISSUER);
        settings.put("QUARKUS_OIDC_TOKEN_AUDIENCE", TokenMint.AUDIENCE);
        settings.put("COVENANT_OUTBOX_RELAY_ENABLED", "false");
        ServiceProcess service = ServiceProcess.start(Service.CONSENT, directory.resolve("service.log"), settings);
        Eventually.within(SOON, this::isReady);
        return service;
    }

    private boolean isReady() {
        try {
            return stack.api()
                    .withToken(Optional.empty())
                    .get(Service.CONSENT, "/q/health/ready")
                    .isSuccess();
        } catch (Unanswered e) {
            return false;
        }
    }

    private ConnectWorker worker() throws IOException, ClassNotFoundException {
        return new ConnectWorker(stack.ports().kafka(), directory.resolve("connect.log"));
    }

    /** The connector that is shipped, where this stack is. */
    private JsonNode connector() throws IOException {
        ObjectNode config = (ObjectNode) new ObjectMapper()
                .readTree(Installation.find()
                        .home()
                        .resolve("deploy/debezium/consent-outbox.json")
                        .toFile());
        return config.put("database.hostname", "127.0.0.1")
                .put("database.port", Integer.toString(stack.ports().postgres()))
                .put("database.password", "of-a-test");
    }

    private void administer(String... statements) {
        try (Connection connection = stack.storage().superuser(Service.CONSENT);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a record tells; headers without a value tell nothing. */
    private record Told(
            Map<String, String> headers, @Nullable String value) {}

    /** By topic and key, in order: what the relay would write for the rows that are there. */
    private Map<String, List<Told>> outbox() throws SQLException {
        Map<String, List<Told>> rows = new TreeMap<>();
        try (Connection connection = stack.storage().superuser(Service.CONSENT);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select id as ce_id, type as ce_type, '1.0' as ce_specversion,"
                        + " 'application/json' as \"content-type\", * from outbox order by seq")) {
            while (row.next()) {
                Map<String, String> headers = new TreeMap<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    String name = row.getMetaData().getColumnLabel(i);
                    if (HEADER.test(name) && row.getString(i) != null && row.getString("payload") != null) {
                        headers.put(name, row.getString(i));
                    }
                }
                rows.computeIfAbsent(
                                row.getString("aggregatetype") + " " + row.getString("aggregateid"),
                                key -> new ArrayList<>())
                        .add(new Told(headers, row.getString("payload")));
            }
        }
        return rows;
    }

    /** By topic and key, in order; what came again is left out. */
    private static Map<String, List<Told>> published(Events events) {
        return all(events)
                .collect(Collectors.groupingBy(
                        fact -> fact.topic() + " " + fact.key(),
                        Collectors.mapping(
                                DebeziumIT::told,
                                Collectors.collectingAndThen(
                                        Collectors.toCollection(LinkedHashSet::new), List::copyOf))));
    }

    private static long doubles(Events events) {
        return all(events).count()
                - published(events).values().stream().mapToInt(List::size).sum();
    }

    private static Stream<Fact> all(Events events) {
        return Stream.of(Topic.CONSENT, Topic.CONSENT_STATE).flatMap(topic -> events.all(topic.topicName()).stream());
    }

    private static Told told(Fact fact) {
        Map<String, String> headers = new TreeMap<>(fact.headers());
        headers.values().removeIf(String::isEmpty);
        return new Told(headers, fact.value());
    }

    private static Set<String> names(Map<String, List<Told>> published, String subject) {
        return published
                .get(Topic.CONSENT.topicName() + " " + subject)
                .getFirst()
                .headers()
                .keySet();
    }

    private void onceInTheAuditLog(Map<String, List<Told>> rows) {
        Map<String, Integer> once = rows.values().stream()
                .flatMap(List::stream)
                .filter(told -> told.value() != null)
                .collect(Collectors.toMap(told -> told.headers().get("ce_id"), told -> 1));
        Eventually.holds(
                SOON, () -> assertThat(AuditLog.entriesByEvent(stack.storage())).containsAllEntriesOf(once));
    }

    /** What is written elsewhere in the database does not keep WAL for ever. */
    private void theSlotFollows() {
        administer("create table noise as select generate_series(1, 200000)", "drop table noise");
        Eventually.within(
                SOON,
                () -> number(
                                "select pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn) from pg_replication_slots")
                        < 1_000_000);
    }

    private long number(String sql) {
        return Sql.number(stack.storage(), Service.CONSENT, sql);
    }
}
