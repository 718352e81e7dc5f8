package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import covenant.contracts.Topic;
import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Events;
import covenant.local.client.Fact;
import covenant.local.client.Role;
import covenant.local.client.Unanswered;
import covenant.local.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What no consumer can take is set aside with its reason, holds nobody up, and can be given to the consumer again. */
@Tag("AC-91")
class DeadLettersIT {

    /** An event of each topic that changes nothing anywhere else. */
    private static final Map<Topic, String> HARMLESS = Map.ofEntries(
            Map.entry(Topic.ACCOUNT, "AccountOpened"),
            Map.entry(Topic.POLICY, "PolicyVersionRejected"),
            Map.entry(Topic.CONSENT, "NoticeAcknowledged"),
            Map.entry(Topic.CONSENT_STATE, "ConsentState"),
            Map.entry(Topic.HOLDER, "HolderSuspended"),
            Map.entry(Topic.SHARING, "SharingRefused"),
            Map.entry(Topic.DSR, "RequestCancelled"),
            Map.entry(Topic.HOLDER_ORDER, "AccessOrdered"),
            Map.entry(Topic.HOLDER_ACK, "AccessDelivered"),
            Map.entry(Topic.RETENTION, "RetentionScheduled"),
            Map.entry(Topic.INCIDENT, "IncidentClosed"),
            Map.entry(Topic.NOTIFICATION, "NotificationDelivered"),
            Map.entry(Topic.DATA_ACCESS, "PersonalDataAccessed"),
            Map.entry(Topic.AUDIT, "AuditQueried"));

    /** Read by the audit log alone, which keeps what it does not know (R-ENV-6). */
    private static final Set<Topic> AUDIT_ONLY = Set.of(Topic.INCIDENT, Topic.DATA_ACCESS, Topic.AUDIT);

    private static SharedStack stack;
    private static Api.Caller ops;
    private static Api.Caller auditor;

    @BeforeAll
    static void prepare() {
        stack = SharedStack.get();
        ops = stack.api().asStrongly(Role.OPS);
        auditor = stack.api().asStrongly(Role.COMPLIANCE_AUDITOR);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R-ENV-5")
    @Tag("R-ENV-6")
    void whatCannotBeTakenIsSetAsideAndTheNextMessageIsProcessed(Topic topic) {
        String key = "dead-letter-" + topic.shortName();
        try (Events events = stack.events()) {
            Map<RecordMetadata, String> wanted = new LinkedHashMap<>();
            wanted.put(
                    events.publishRaw(topic.topicName(), key, golden(topic), Map.of("h", "no CloudEvent")),
                    "NOT_A_CLOUD_EVENT");
            wanted.put(
                    events.publishRaw(topic.topicName(), key, "{\"unfinished\": ", headers(topic, key)),
                    "UNPARSABLE_VALUE");
            if (!AUDIT_ONLY.contains(topic)) {
                wanted.put(
                        events.publishRaw(
                                topic.topicName(),
                                key,
                                "{}",
                                with(headers(topic, key), "ce_type", "covenant.NeverHeardOf")),
                        "UNKNOWN_TYPE");
            }
            wanted.put(events.publishRaw(topic.topicName(), key, large(), headers(topic, key)), "OVERSIZE");
            if (!topic.compacted()) {
                wanted.put(
                        events.publishRaw(topic.topicName(), null, golden(topic), headers(topic, key)), "MISSING_KEY");
            }
            Map<String, String> good = headers(topic, key);
            events.publishRaw(topic.topicName(), key, golden(topic), good);

            wanted.forEach((record, reason) -> assertThat(events.await(
                            topic.deadLetterTopicName(), Eventually.SOON, letter -> isAbout(letter, record, reason)))
                    .as(reason + " in " + topic.deadLetterTopicName())
                    .isPresent());
            Eventually.holds(
                    Eventually.SOON, () -> assertThat(logged(good.get("ce_id"))).isEqualTo(1));
        }
    }

    @Test
    void compactedTopicTakesNoMessageWithoutKey() {
        try (Events events = stack.events()) {
            assertThatThrownBy(
                            () -> events.publishRaw(Topic.HOLDER.topicName(), null, "{}", headers(Topic.HOLDER, "h")))
                    .isInstanceOf(Unanswered.class);
        }
    }

    @Test
    @Tag("R-ENV-3")
    void deadLettersAreListedByServiceWithTheirReason() {
        try (Events events = stack.events()) {
            RecordMetadata record = events.publishRaw(
                    Topic.ACCOUNT.topicName(),
                    "listed",
                    "{}",
                    with(headers(Topic.ACCOUNT, "listed"), "ce_type", "covenant.NeverHeardOf"));
            Fact letter = events.await(
                            Topic.ACCOUNT.deadLetterTopicName(),
                            Eventually.SOON,
                            found -> isAbout(found, record, "UNKNOWN_TYPE")
                                    && found.header("dead-letter-consumer").equals(Service.RETENTION.module()))
                    .orElseThrow();

            String listed = covenant("dead-letters", "list");

            assertThat(listed.lines())
                    .anySatisfy(line -> assertThat(line.split("\\s+"))
                            .contains(
                                    "retention-service",
                                    letter.topic(),
                                    Integer.toString(letter.partition()),
                                    Long.toString(letter.offset()),
                                    "covenant.NeverHeardOf",
                                    "UNKNOWN_TYPE"));
        }
    }

    /** An operator's mistake makes the handler fail; once it is repaired, the message is given to the service again, twice. */
    @Test
    @Tag("R-ENV-5")
    void redrivingTwiceHasOneEffect() throws SQLException {
        String subject =
                "redriven-" + UUID.randomUUID().toString().substring(0, 8).replaceAll("\\d", "x");
        String account = "acc-" + subject;
        Api.Caller backend = stack.api().as(Role.BACKEND);
        assertThat(backend.put(Service.RETENTION, "/v1/accounts/" + account, """
                {"subjectId": "%s", "openedAt": "%s"}""".formatted(
                                        subject, Instant.now().minusSeconds(600)))
                        .isSuccess())
                .isTrue();
        try (Events events = stack.events()) {
            Fact letter;
            renameTable("retention_case", "retention_case_away");
            try {
                events.publish(Topic.ACCOUNT, subject, "AccountClosed", Instant.now(), "/account-system", """
                        {"accountId": "%s"}""".formatted(
                                account));
                letter = events.await(
                                Topic.ACCOUNT.deadLetterTopicName(),
                                Eventually.SOON,
                                found -> subject.equals(found.key())
                                        && found.header("dead-letter-consumer").equals(Service.RETENTION.module()))
                        .orElseThrow();
            } finally {
                renameTable("retention_case_away", "retention_case");
            }
            assertThat(letter.header("dead-letter-reason")).isEqualTo("HANDLER_FAILED");
            assertThat(cases(account)).isEmpty();

            redrive(letter);
            Eventually.holds(Eventually.SOON, () -> assertThat(cases(account)).hasSize(1));
            redrive(letter);
            Fact marker = publishAndAwait(events, subject);

            assertThat(marker.key()).isEqualTo(subject);
            assertThat(cases(account)).hasSize(1);
        }
    }

    private static void redrive(Fact letter) {
        String answer = covenant(
                "dead-letters",
                "redrive",
                letter.topic(),
                Integer.toString(letter.partition()),
                Long.toString(letter.offset()),
                "--service",
                "retention");
        assertThat(answer).contains("retention-service: 200");
    }

    /** An unknown event of the same key behind the others: when it is set aside, all before it were handled. */
    private static Fact publishAndAwait(Events events, String key) {
        RecordMetadata marker = events.publishRaw(
                Topic.ACCOUNT.topicName(), key, "{}", with(headers(Topic.ACCOUNT, key), "ce_type", "covenant.Marker"));
        return events.await(
                        Topic.ACCOUNT.deadLetterTopicName(),
                        Eventually.SOON,
                        found -> isAbout(found, marker, "UNKNOWN_TYPE")
                                && found.header("dead-letter-consumer").equals(Service.RETENTION.module()))
                .orElseThrow();
    }

    private static List<String> cases(String account) {
        Answer answer = stack.api()
                .asStrongly(Role.PRIVACY_OPERATOR)
                .get(Service.RETENTION, "/v1/retention-cases?accountId=" + account);
        assertThat(answer.status()).as(answer.described()).isEqualTo(200);
        return answer.json().path("items").findValuesAsText("id");
    }

    private static void renameTable(String from, String to) throws SQLException {
        try (Connection connection = stack.storage().superuser(Service.RETENTION);
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE " + from + " RENAME TO " + to);
        }
    }

    private static boolean isAbout(Fact letter, RecordMetadata record, String reason) {
        return letter.header("dead-letter-reason").equals(reason)
                && letter.header("dead-letter-partition").equals(Integer.toString(record.partition()))
                && letter.header("dead-letter-offset").equals(Long.toString(record.offset()));
    }

    /** How many entries the audit log has of the event. */
    private static int logged(String eventId) {
        return AuditLog.entriesByEvent(stack.storage()).getOrDefault(eventId, 0);
    }

    private static Map<String, String> headers(Topic topic, String key) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", UUID.randomUUID().toString());
        headers.put("ce_type", "covenant." + HARMLESS.get(topic));
        headers.put("ce_source", "/end-to-end-tests");
        headers.put("ce_subject", key);
        headers.put("ce_time", Instant.now().toString());
        return headers;
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.put(name, value);
        return changed;
    }

    /** The golden file of the topic's harmless event. */
    private static String golden(Topic topic) {
        Path file = covenant.local.stack.Installation.find()
                .home()
                .resolve("contracts/src/main/resources/golden/" + HARMLESS.get(topic) + ".v1.json");
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String large() {
        return "{\"padding\": \"" + "x".repeat(300 * 1024) + "\"}";
    }

    private static String covenant(String... command) {
        return Commands.run(stack.data(), command);
    }
}
