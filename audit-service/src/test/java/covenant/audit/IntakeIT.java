package covenant.audit;

import static covenant.audit.AuditLog.SOON;
import static covenant.audit.AuditLog.awaitEntries;
import static covenant.audit.AuditLog.entriesOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.TapRecord;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class IntakeIT {

    private static KafkaTap tap;

    @BeforeAll
    static void open() {
        tap = new KafkaTap();
    }

    @AfterAll
    static void close() {
        tap.close();
    }

    @Test
    @Tag("R-4.1.2-4")
    void anEventOfEveryTopicBecomesAnEntry() {
        String subject = subject();
        for (Topic topic : Topic.values()) {
            tap.publish(topic, subject, "Made" + topic.name().replace("_", ""), "{\"n\":1}");
        }

        List<Map<String, Object>> entries = awaitEntries(subject, Topic.values().length);

        assertThat(entries)
                .extracting(entry -> entry.get("topic"))
                .containsExactlyInAnyOrder(
                        List.of(Topic.values()).stream().map(Topic::topicName).toArray());
    }

    @Test
    void anEntryShowsTheEnvelopeAndThePayload() {
        String subject = subject();
        tap.publish(
                Topic.CONSENT,
                subject,
                "ConsentGranted",
                "{\"purpose\":\"P\",\"amount\":1.10}",
                "ce_time",
                "2026-05-04T03:02:01.5Z",
                "ce_recordedat",
                "2026-05-04T03:02:02Z",
                "ce_actor",
                "SUBJECT:" + subject,
                "ce_correlationid",
                "corr-" + subject,
                "ce_source",
                "/consent-service");

        Map<String, Object> entry = awaitEntries(subject, 1).getFirst();

        assertThat(entry)
                .containsEntry("type", "ConsentGranted")
                .containsEntry("occurredAt", "2026-05-04T03:02:01.500Z")
                .containsEntry("recordedAt", "2026-05-04T03:02:02Z")
                .containsEntry("subjectId", subject)
                .containsEntry("actor", "SUBJECT:" + subject)
                .containsEntry("service", "consent-service")
                .containsEntry("correlationId", "corr-" + subject)
                .containsEntry("detailsState", "READABLE");
        assertThat(entry.get("details")).isEqualTo(Map.of("purpose", "P", "amount", 1.10f));
    }

    @Test
    @Tag("R-ENV-3")
    void aRepeatedEventIsLoggedOnce() {
        String subject = subject();
        Map<String, String> headers = KafkaTap.cloudEvent(subject, "AccountClosed");
        byte[] value = "{\"accountId\":\"a-1\"}".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 3; i++) {
            tap.publishRaw(Topic.ACCOUNT.topicName(), subject, value, headers);
        }
        tap.publish(Topic.ACCOUNT, subject, "AccountReopened", "{}");

        awaitEntries(subject, 2);

        assertThat(entriesOn(subject))
                .extracting(entry -> entry.get("type"))
                .containsExactly("AccountClosed", "AccountReopened");
    }

    @Test
    @Tag("R-ENV-3")
    void aReusedIdWithAnotherPayloadIsSetAsideAndReported() {
        String subject = subject();
        Map<String, String> headers = KafkaTap.cloudEvent(subject, "AccountClosed");
        tap.publishRaw(
                Topic.ACCOUNT.topicName(),
                subject,
                "{\"accountId\":\"a-1\"}".getBytes(StandardCharsets.UTF_8),
                headers);
        tap.publishRaw(
                Topic.ACCOUNT.topicName(),
                subject,
                "{\"accountId\":\"a-2\"}".getBytes(StandardCharsets.UTF_8),
                headers);

        TapRecord letter =
                tap.awaitRecord(Topic.ACCOUNT.deadLetterTopicName(), record -> subject.equals(record.key()), SOON);
        TapRecord alarm = tap.awaitRecord(
                Topic.AUDIT,
                record -> record.type().equals("covenant.AuditIntegrityFailed")
                        && record.value().contains(headers.get("ce_id")),
                SOON);

        assertThat(letter.header("dead-letter-reason")).isEqualTo("EVENT_ID_REUSED");
        assertThat(alarm.value()).contains("EVENT_ID_REUSED");
        assertThat(entriesOn(subject)).hasSize(1);
    }

    @Test
    @Tag("R-ENV-6")
    void anUnknownTypeOfANewerSchemaIsStored() {
        String subject = subject();
        tap.publish(
                Topic.CONSENT,
                subject,
                "FromTheFuture",
                "{\"x\":[1,2]}",
                "ce_dataschema",
                "urn:covenant:schema:FromTheFuture:9");

        assertThat(awaitEntries(subject, 1))
                .extracting(entry -> entry.get("type"))
                .containsExactly("FromTheFuture");
    }

    @Test
    @Tag("R-ENV-5")
    void poisonGoesToTheDeadLettersAndLeavesATraceWhileTheRestGoesOn() {
        String subject = subject();
        Map<String, String> headers = KafkaTap.cloudEvent(subject, "AccountClosed");
        var at =
                tap.publishRaw(Topic.ACCOUNT.topicName(), subject, "{broken".getBytes(StandardCharsets.UTF_8), headers);
        tap.publishRaw(
                Topic.ACCOUNT.topicName(), subject, "no event at all".getBytes(StandardCharsets.UTF_8), Map.of());
        tap.publish(Topic.ACCOUNT, subject, "AccountOpened", "{}");

        awaitEntries(subject, 1);
        tap.awaitRecord(
                Topic.ACCOUNT.deadLetterTopicName(),
                letter -> subject.equals(letter.key())
                        && letter.header("dead-letter-reason").equals("UNPARSABLE_VALUE"),
                SOON);
        tap.awaitRecord(
                Topic.ACCOUNT.deadLetterTopicName(),
                letter -> subject.equals(letter.key())
                        && letter.header("dead-letter-reason").equals("NOT_A_CLOUD_EVENT"),
                SOON);
        List<Map<String, Object>> malformed =
                AuditLog.query("type", "MalformedEvent", "limit", 500).getList("items");

        String place = at.topic() + "/" + at.partition() + "/" + at.offset();
        assertThat(malformed).extracting(entry -> entry.get("eventId")).contains(place);
    }

    @Test
    @Tag("R-ENV-5")
    void aHeaderWithoutAValueStopsNobody() {
        String subject = subject();
        Map<String, String> headers = KafkaTap.cloudEvent(subject, "Tested");
        headers.put("covenant-redrive-to", null);
        tap.publishRaw(Topic.CONSENT.topicName(), subject, "{}".getBytes(StandardCharsets.UTF_8), headers);
        tap.publish(Topic.CONSENT, subject, "Tested", "{}");

        awaitEntries(subject, 2);
    }

    @Test
    void forgettingAKeyOfTheCompactedStateIsLogged() {
        String subject = subject();
        tap.publishRaw(Topic.CONSENT_STATE.topicName(), subject + "/PERSONALISATION", null, Map.of());

        assertThat(awaitEntries(subject, 1))
                .extracting(entry -> entry.get("type"))
                .containsExactly("Tombstone");
    }

    @Test
    @Tag("R-4.1.2-5")
    void anErasedPersonsDetailsAreUnreadableWhileTheLogStaysWhole() {
        String subject = subject();
        tap.publish(
                Topic.CONSENT, subject, "ConsentGranted", "{\"mark\":\"before\"}", "ce_actor", "SUBJECT:" + subject);
        awaitEntries(subject, 1);
        tap.publish(Topic.RETENTION, subject, "SubjectErased", "{\"subjectId\":\"" + subject + "\"}");
        await().atMost(SOON).until(() -> entriesOn(subject).size() == 2);
        tap.publish(Topic.NOTIFICATION, subject, "NotificationSent", "{\"mark\":\"after\"}");

        List<Map<String, Object>> entries = awaitEntries(subject, 3);

        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry)
                    .containsEntry("detailsState", "ERASED")
                    .containsEntry("details", null)
                    .containsEntry("subjectId", null);
            assertThat(entry.toString()).doesNotContain(subject);
        });
        assertThat(entries)
                .extracting(entry -> entry.get("type"))
                .containsExactly("ConsentGranted", "SubjectErased", "NotificationSent");
        assertThat(AuditLog.verify().getBoolean("ok")).isTrue();
        assertThat(AuditLog.independently().text()).contains("ok: ");
    }

    private static String subject() {
        return "i." + UUID.randomUUID();
    }
}
