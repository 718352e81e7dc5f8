package covenant.consent;

import static covenant.consent.Api.decline;
import static covenant.consent.Api.grant;
import static covenant.consent.Api.granted;
import static covenant.consent.Api.newSubject;
import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.Topic;
import covenant.platform.crypto.SealedBox;
import covenant.platform.time.LegalCalendar;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.TapRecord;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** This service as a holder that is asked for what it holds; the test stands in for the service that asks. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class HeldDataIT {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String FACT = "two instalments unpaid";
    private static final String BIRTH_DATE = "1999-02-03";
    private static final Map<String, byte[]> SECRETS = new ConcurrentHashMap<>();

    private final KafkaTap kafka = new KafkaTap();
    private final String s = newSubject();
    private final SealedBox.Receiver requests = SealedBox.receiver(
            (name, first) -> SECRETS.computeIfAbsent(name, n -> first.get()),
            Path.of(ConfigProvider.getConfig().getValue("covenant.keys.shared", String.class)),
            "data-subject-request-service");

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    @Tag("R-5.1.2-2")
    @Tag("AC-56")
    void thePersonGetsBirthDateEvidenceAndEntriesOnDefaultsSealedForTheServiceThatOrdered() {
        granted(s, grant("SERVICE_DELIVERY"), decline("PERSONALISATION"));
        Api.backend()
                .body(Map.of("birthDate", BIRTH_DATE))
                .put("/v1/subjects/" + s + "/birth-date")
                .then()
                .statusCode(204);
        entryOnDefault();

        JsonPath delivered = ordered(s, "basic.birth_date", "consent.evidence", "financial.overdue", "basic.name");

        assertThat(delivered.getString("outcome")).isEqualTo("DELIVERED");
        assertThat(delivered.getList("categories"))
                .containsExactly("basic.birth_date", "consent.evidence", "financial.overdue");
        JsonPath given = JsonPath.from(new String(
                requests.open(delivered.getString("orderId"), delivered.getString("sealedData")),
                StandardCharsets.UTF_8));
        assertThat(given.<String>getList("'basic.birth_date'")).containsExactly(BIRTH_DATE);
        assertThat(given.<String>getList("'consent.evidence'.purpose"))
                .containsExactlyInAnyOrder("SERVICE_DELIVERY", "PERSONALISATION");
        assertThat(given.<String>getList("'consent.evidence'.status")).containsExactlyInAnyOrder("GRANTED", "DECLINED");
        assertThat(given.getMap("'consent.evidence'[0]"))
                .containsKeys("policySha256", "presentedAt", "acceptedAt", "highlightedSectionsShown", "evidenceSha256")
                .doesNotContainKeys("guardianId", "guardianEvidence");
        assertThat(given.<String>getList("'financial.overdue'.fact")).containsExactly(FACT);
        assertThat(delivered.prettify()).doesNotContain(FACT, BIRTH_DATE);
    }

    @Test
    @Tag("R-5.1.2-2")
    void ofWhomNothingIsHeldNothingIsDeliveredAndSaidSo() {
        JsonPath delivered = ordered(newSubject(), "basic.birth_date", "consent.evidence", "financial.overdue");

        assertThat(delivered.getString("outcome")).isEqualTo("NOTHING_HELD");
        assertThat(delivered.getString("sealedData")).isNull();
    }

    private void entryOnDefault() {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("subjectId", s);
        entry.put("fact", FACT);
        entry.put("evidence", Map.of("contractId", "c-11"));
        entry.put("startedOn", LegalCalendar.dayOf(Api.now()).minusDays(90).toString());
        Api.backend().body(entry).post("/v1/blacklist-entries").then().statusCode(201);
    }

    private JsonPath ordered(String subject, String... categories) {
        String order = UUID.randomUUID().toString();
        kafka.publish(Topic.HOLDER_ORDER, subject, "AccessOrdered", """
                {"orderId":"%s","holderId":"consent-service","subjectId":"%s","categories":["%s"],
                 "requestId":"%s","dueBy":"2026-12-01T00:00:00Z"}""".formatted(
                        order, subject, String.join("\",\"", List.of(categories)), UUID.randomUUID()));
        TapRecord answer = kafka.awaitRecord(Topic.HOLDER_ACK, r -> r.value().contains(order), SOON);
        assertThat(answer.type()).isEqualTo("covenant.AccessDelivered");
        return JsonPath.from(answer.value());
    }
}
