package covenant.audit;

import static covenant.audit.AuditLog.SOON;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@Tag("R-4.1.2-3")
class FindingIT {

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
    void useAfterWithdrawalIsFoundWithItsEntries() {
        String subject = subject();
        String accessor = id("op");
        consent(subject, "ConsentGranted", "PERSONALISATION", "2026-03-01T00:00:00Z");
        access(subject, accessor, "\"purpose\":\"PERSONALISATION\"", "2026-03-02T00:00:00Z");
        consent(subject, "ConsentWithdrawn", "PERSONALISATION", "2026-03-03T00:00:00Z");
        access(subject, accessor, "\"purpose\":\"PERSONALISATION\"", "2026-03-04T00:00:00Z");

        Map<String, Object> finding = found(accessor, "USE_AFTER_WITHDRAWAL");

        List<Map<String, Object>> entries = AuditLog.entriesOn(subject);
        assertThat(finding.get("entries"))
                .isEqualTo(List.of(entries.get(2).get("index"), entries.get(3).get("index")));
        assertThat(of(accessor)).as("the use before is in order").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"purpose\":\"CREDIT_ASSESSMENT\"                         | without a consent",
                "\"purpose\":\"PERSONALISATION\",\"unmasked\":true           | unmasked without a ticket",
                "\"reason\":\"curiosity\"                                  | without purpose and without ticket",
                "\"purpose\":\"PERSONALISATION\",\"categories\":[\"financial.credit_report\"] | does not cover"
            })
    void accessThatNothingCarriesIsFound(String how, String said) {
        String subject = subject();
        String accessor = id("op");
        consent(subject, "ConsentGranted", "PERSONALISATION", "2026-03-01T00:00:00Z");
        access(subject, accessor, how, "2026-03-02T00:00:00Z");

        assertThat(found(accessor, "ACCESS_WITHOUT_PERMIT").get("detail").toString())
                .contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"purpose\":\"PERSONALISATION\"",
                "\"ticket\":\"T-1\"",
                "\"purpose\":\"SUPPORT_AND_COMPLAINTS\",\"ticket\":\"T-1\",\"unmasked\":true"
            })
    void accessThatSomethingCarriesIsNot(String how) {
        String subject = subject();
        String accessor = id("op");
        consent(subject, "ConsentGranted", "PERSONALISATION", "2026-03-01T00:00:00Z");
        access(subject, accessor, how, "2026-03-02T00:00:00Z");
        String marker = id("marker");
        access(subject(), marker, "\"reason\":\"none\"", "2026-03-02T00:00:00Z");

        found(marker, "ACCESS_WITHOUT_PERMIT");
        assertThat(of(accessor)).isEmpty();
    }

    @Test
    void massAccessByOneOperatorIsOneFinding() {
        String accessor = id("op");
        for (int i = 0; i < 100; i++) {
            access(subject(), accessor, "\"ticket\":\"T-1\"", "2026-03-02T00:%02d:00Z".formatted(i / 2));
        }

        Map<String, Object> finding = found(accessor, "MASS_ACCESS");

        assertThat((List<?>) finding.get("entries")).hasSizeGreaterThanOrEqualTo(100);
        assertThat(of(accessor)).hasSize(1);
    }

    @Test
    void aDeadlineThatPassesIsMissedAndOneThatIsMetIsNot() {
        String late = UUID.randomUUID().toString();
        String met = UUID.randomUUID().toString();
        String said = UUID.randomUUID().toString();
        dsr("IdentityVerified", late, "\"replyDue\":\"2026-02-01T00:00:00Z\"");
        dsr("IdentityVerified", met, "\"replyDue\":\"2026-02-01T00:00:00Z\"");
        dsr("RequestAnswered", met, "\"inTime\":true,\"answeredAt\":\"2026-01-20T00:00:00Z\"");
        dsr("RequestOverdue", said, "\"replyDue\":\"2026-02-01T00:00:00Z\"");

        AuditLog.awaitTrue(() -> missed(late) && missed(said));
        assertThat(missed(met)).isFalse();
    }

    private static boolean missed(String request) {
        return AuditLog.read(Long.class, "select count(*) from finding where about = ?", "deadline:request:" + request)
                == 1;
    }

    @Test
    void sharingThatIsNotRecordedIsFound() {
        String recipient = id("bank");
        String told = subject();
        String untold = subject();
        tap.publish(
                Topic.HOLDER,
                recipient,
                "HolderRegistered",
                "{\"holder\":{\"holderId\":\"" + recipient + "\",\"kind\":\"PARTNER\",\"name\":\"Bank\"}}");
        tap.publish(
                Topic.SHARING,
                told,
                "PersonalDataShared",
                "{\"recipient\":\"" + recipient + "\"}",
                "ce_time",
                "2026-03-01T00:00:00Z");
        access(told, recipient, "\"ticket\":\"T-1\"", "2026-03-02T00:00:00Z");
        access(untold, recipient, "\"ticket\":\"T-1\"", "2026-03-02T00:00:00Z");

        Map<String, Object> finding = found(recipient, "UNRECORDED_SHARING");

        assertThat(finding.get("entries"))
                .isEqualTo(List.of(AuditLog.entriesOn(untold).getFirst().get("index")));
        assertThat(of(recipient)).hasSize(1);
    }

    @Test
    @Tag("R-4.1.2-4")
    void aLogThatFailsACheckIsAFinding() {
        byte[] good = AuditLog.read(byte[].class, "select leaf from entry where index = 1");
        AuditLog.intrude("update entry set leaf = set_byte(leaf, 5, get_byte(leaf, 5) # 1) where index = 1");
        try {
            assertThat(AuditLog.verify().getBoolean("ok")).isFalse();
            AuditLog.awaitTrue(() -> list("?kind=LOG_INTEGRITY&limit=500").stream()
                    .anyMatch(finding -> ((List<?>) finding.get("entries")).contains(1)));
        } finally {
            AuditLog.intrude("update entry set leaf = ? where index = 1", (Object) good);
            assertThat(AuditLog.verify().getBoolean("ok")).isTrue();
        }
    }

    @Test
    void aFindingIsSettledOnceWithAReasonThatStandsInTheLog() {
        String accessor = id("op");
        access(subject(), accessor, "\"reason\":\"none\"", "2026-03-02T00:00:00Z");
        String id = found(accessor, "ACCESS_WITHOUT_PERMIT").get("id").toString();

        resolve(Tokens.ops(), id, "{\"reason\":\"drill\"}").statusCode(403);
        resolve(Tokens.auditor(), id, "{}").statusCode(422).body("violations[0].field", equalTo("reason"));
        resolve(Tokens.auditor(), id, "{\"reason\":\" \"}").statusCode(422);
        resolve(Tokens.auditor(), UUID.randomUUID().toString(), "{\"reason\":\"drill\"}")
                .statusCode(404);
        resolve(Tokens.auditor(), id, "{\"reason\":\"drill\"}")
                .statusCode(200)
                .body("status", equalTo("RESOLVED"))
                .body("resolution.reason", equalTo("drill"))
                .body("resolution.resolvedBy", equalTo("auditor-1"));
        resolve(Tokens.dpo(), id, "{\"reason\":\"again\"}").statusCode(409);

        assertThat(list("?status=OPEN&limit=500")).noneMatch(finding -> id.equals(finding.get("id")));
        assertThat(list("?status=RESOLVED&limit=500")).anyMatch(finding -> id.equals(finding.get("id")));
        assertThat(AuditLog.query("type", "FindingResolved", "limit", 500).getString("items.details.findingId"))
                .contains(id);
    }

    @Test
    void thresholdsAreDataThatTheDpoChanges() {
        String accessor = id("op");
        String rule = "{\"enabled\":true,\"threshold\":%d,\"span\":\"PT1H\"}";
        put(Tokens.auditor(), rule.formatted(3)).statusCode(403);
        put(Tokens.dpo(), rule.formatted(3)).statusCode(401);
        put(Tokens.dpoMfa(), "{\"enabled\":true,\"threshold\":0,\"span\":\"PT1H\"}")
                .statusCode(422);
        put(Tokens.dpoMfa(), "{\"enabled\":true,\"threshold\":3,\"span\":\"an hour\"}")
                .statusCode(422);
        put(Tokens.dpoMfa(), rule.formatted(3)).statusCode(200).body("threshold", equalTo(3));
        try {
            for (int i = 0; i < 3; i++) {
                access(subject(), accessor, "\"ticket\":\"T-1\"", "2026-03-02T00:00:00Z");
            }
            found(accessor, "MASS_ACCESS");
        } finally {
            put(Tokens.dpoMfa(), rule.formatted(100)).statusCode(200);
        }
    }

    private static ValidatableResponse put(String token, String body) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(body)
                .put("/v1/finding-rules/MASS_ACCESS")
                .then();
    }

    @Test
    @Tag("R-4.1.1-5")
    void evidenceIsRegisteredAndItsEndAnnouncedSixtyDaysBefore() {
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
        String soon = id("cert");
        String later = id("cert");
        int index = evidence(soon, today.plusDays(59));
        evidence(later, today.plusDays(70));

        AuditLog.awaitTrue(() -> list("?kind=EVIDENCE_EXPIRING&limit=500").stream()
                .anyMatch(finding -> finding.get("entries").equals(List.of(index))));

        assertThat(list("?kind=EVIDENCE_EXPIRING&limit=500").toString()).doesNotContain(later);
        List<Map<String, Object>> register = given().auth()
                .oauth2(Tokens.auditor())
                .get("/v1/evidence?kind=CERTIFICATE&limit=500")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items");
        assertThat(register)
                .anySatisfy(row -> assertThat(row)
                        .containsEntry("index", index)
                        .containsEntry("title", soon)
                        .containsEntry("number", "N-1")
                        .containsEntry("status", "EXPIRING"))
                .anySatisfy(row -> assertThat(row).containsEntry("title", later).containsEntry("status", "VALID"));
        evidence(soon, today.plusYears(3));
        assertThat(given().auth()
                        .oauth2(Tokens.ops())
                        .get("/v1/evidence?endingWithin=60&limit=500")
                        .asString())
                .as("renewed")
                .doesNotContain(soon);
    }

    private static int evidence(String title, LocalDate until) {
        return given().auth()
                .oauth2(Tokens.ops())
                .contentType("application/json")
                .body("""
                        {"type":"CertificateRecorded","evidence":{"kind":"CERTIFICATE","title":"%s","number":"N-1","validUntil":"%s"}}""".formatted(title, until))
                .post("/v1/entries")
                .then()
                .statusCode(201)
                .extract()
                .path("index");
    }

    private static ValidatableResponse resolve(String token, String id, String body) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body(body)
                .post("/v1/findings/" + id + "/resolution")
                .then();
    }

    private static void consent(String subject, String event, String purpose, String at) {
        tap.publish(
                Topic.CONSENT,
                subject,
                event,
                "{\"purpose\":\"" + purpose + "\",\"categories\":[\"device.info\"]}",
                "ce_time",
                at);
    }

    private static void access(String subject, String accessor, String how, String at) {
        String categories = how.contains("categories") ? "" : "\"categories\":[\"device.info\"],";
        tap.publish(
                Topic.DATA_ACCESS,
                subject,
                "PersonalDataAccessed",
                "{\"accessor\":\"" + accessor + "\"," + categories + how + "}",
                "ce_time",
                at);
    }

    private static void dsr(String event, String request, String more) {
        tap.publish(
                Topic.DSR,
                subject(),
                event,
                "{\"requestId\":\"" + request + "\",\"type\":\"ACCESS\"," + more + "}",
                "ce_time",
                "2026-01-02T00:00:00Z");
    }

    private static Map<String, Object> found(String actor, String kind) {
        return await("a finding " + kind)
                .atMost(SOON)
                .until(
                        () -> of(actor).stream()
                                .filter(finding -> kind.equals(finding.get("kind")))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static List<Map<String, Object>> of(String actor) {
        return list("?limit=500").stream()
                .filter(finding -> actor.equals(finding.get("actor")))
                .toList();
    }

    private static List<Map<String, Object>> list(String query) {
        return given().auth()
                .oauth2(Tokens.dpo())
                .get("/v1/findings" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items");
    }

    private static String subject() {
        return id("f");
    }

    private static String id(String prefix) {
        return prefix + "." + UUID.randomUUID();
    }
}
