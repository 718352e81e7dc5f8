package covenant.audit;

import static covenant.audit.AuditLog.awaitEntries;
import static covenant.audit.AuditLog.query;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import covenant.audit.log.Checkpoint;
import covenant.audit.log.SignedNote;
import covenant.audit.log.TlogProof;
import covenant.audit.log.VerifierKey;
import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@Tag("R-4.1.2-4")
class QueryIT {

    private static final String SUBJECT = "q." + UUID.randomUUID();
    private static final String RUN = UUID.randomUUID().toString();
    private static final int EVENTS = 25;
    private static KafkaTap tap;
    private static boolean logged;

    @BeforeAll
    static void open() {
        tap = new KafkaTap();
    }

    /** Once; the port is not known before the first test. */
    @BeforeEach
    void log() {
        if (logged) {
            return;
        }
        logged = true;
        for (int i = 0; i < EVENTS; i++) {
            publish(i);
        }
        awaitEntries(SUBJECT, EVENTS);
    }

    @AfterAll
    static void close() {
        tap.close();
    }

    private static void publish(int i) {
        tap.publish(
                Topic.CONSENT,
                SUBJECT,
                i % 2 == 0 ? "ConsentGranted" : "ConsentWithdrawn",
                "{\"n\":" + i + "}",
                "ce_time",
                "2026-05-%02dT00:00:00Z".formatted(1 + i),
                "ce_source",
                i < 20 ? "/consent-service" : "/other",
                "ce_actor",
                i < 10 ? "SUBJECT:" + SUBJECT : "PRIVACY_OPERATOR:op-" + RUN,
                "ce_correlationid",
                "c-" + i % 5 + "-" + RUN);
    }

    @ParameterizedTest
    @CsvSource({"asc", "desc"})
    void pagesHoldEachEntryOnceWhileNewOnesComeIn(String order) {
        String subject = "p." + UUID.randomUUID();
        for (int i = 0; i < 12; i++) {
            tap.publish(Topic.DSR, subject, "Counted" + i, "{}");
        }
        awaitEntries(subject, 12);

        List<String> types = new ArrayList<>();
        String cursor = "";
        for (int page = 0; cursor != null && page < 20; page++) {
            JsonPath answer = query("subjectId", subject, "order", order, "limit", 5, "cursor", cursor);
            types.addAll(answer.getList("items.type", String.class));
            if (page == 0) {
                tap.publish(Topic.DSR, subject, "CountedLate", "{}");
                awaitEntries(subject, 13);
            }
            cursor = answer.getString("next");
        }

        assertThat(types)
                .doesNotHaveDuplicates()
                .filteredOn(type -> !type.equals("CountedLate"))
                .hasSize(12);
        assertThat(types.contains("CountedLate")).isEqualTo(order.equals("asc"));
    }

    @Test
    void everyFilterNarrowsAndTheyCombine() {
        assertThat(count("subjectId", SUBJECT)).isEqualTo(25);
        assertThat(count("subjectId", SUBJECT, "type", "ConsentGranted")).isEqualTo(13);
        assertThat(count("subjectId", SUBJECT, "service", "other")).isEqualTo(5);
        assertThat(count("subjectId", SUBJECT, "actor", "SUBJECT:" + SUBJECT)).isEqualTo(10);
        assertThat(count("actor", "PRIVACY_OPERATOR:op-" + RUN)).isEqualTo(15);
        assertThat(count("correlationId", "c-3-" + RUN)).isEqualTo(5);
        assertThat(count("subjectId", SUBJECT, "from", "2026-05-03T00:00:00Z", "to", "2026-05-06T00:00:00Z"))
                .isEqualTo(3);
        assertThat(count("subjectId", SUBJECT, "from", "2026-05-03T08:00:00+08:00", "type", "ConsentWithdrawn"))
                .isEqualTo(11);
        assertThat(count("subjectId", "nobody-" + UUID.randomUUID())).isZero();
    }

    private static int count(Object... parameters) {
        Object[] all = Arrays.copyOf(parameters, parameters.length + 2);
        all[parameters.length] = "limit";
        all[parameters.length + 1] = 500;
        return query(all).getList("items").size();
    }

    @Test
    void newestFirstUnlessAskedOtherwise() {
        List<Integer> indexes = query("subjectId", SUBJECT).getList("items.index", Integer.class);

        assertThat(indexes).isSortedAccordingTo((a, b) -> b - a).hasSize(EVENTS);
    }

    @ParameterizedTest
    @CsvSource({
        "order, sideways, order",
        "from, yesterday, from",
        "to, 2026-01-01, to",
        "limit, 0, limit",
        "limit, 501, limit",
        "cursor, ???, cursor",
        "cursor, YWJj, cursor",
        "type, a\u0007b, type"
    })
    void nonsenseIsRefusedByName(String parameter, String value, String field) {
        given().auth()
                .oauth2(Tokens.auditor())
                .queryParam(parameter, value)
                .get("/v1/entries")
                .then()
                .statusCode(422)
                .body("code", equalTo("VALIDATION_FAILED"))
                .body("violations.field", hasItem(field));
    }

    /** What is asked for is logged in its turn. */
    @Test
    @Tag("R-ENV-1")
    void nobodyIsAskedForByNumberOrAddress() {
        given().auth()
                .oauth2(Tokens.auditor())
                .queryParam("subjectId", "13800138000")
                .get("/v1/entries")
                .then()
                .statusCode(422)
                .body("code", equalTo("SUBJECT_ID_IS_PERSONAL_DATA"));
    }

    @Test
    void linesAndCsvHoldAllOfThem() {
        String lines = text("application/x-ndjson");
        String csv = text("text/csv");

        assertThat(lines.lines())
                .hasSize(EVENTS)
                .allMatch(line -> line.startsWith("{\"index\":") && line.endsWith("}"));
        assertThat(csv.lines())
                .hasSize(EVENTS + 1)
                .first()
                .asString()
                .isEqualTo("index,type,occurredAt,recordedAt,subjectId,actor,service,correlationId,details");
    }

    private static String text(String accept) {
        return given().auth()
                .oauth2(Tokens.dpo())
                .accept(accept)
                .queryParam("subjectId", SUBJECT)
                .get("/v1/entries")
                .then()
                .statusCode(200)
                .contentType(containsString(accept))
                .extract()
                .asString();
    }

    @Test
    @Tag("AC-86")
    void theQueryIsAnEntryAndDoesNotBringAboutAnother() {
        String asked = "asked." + UUID.randomUUID();
        query("subjectId", asked, "from", "2026-05-01T00:00:00Z");

        Map<String, Object> entry = await().atMost(AuditLog.SOON)
                .until(
                        () -> query("type", "AuditQueried", "limit", 500).<Map<String, Object>>getList("items").stream()
                                .filter(one -> one.get("details").toString().contains(asked))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();

        assertThat(entry)
                .containsEntry("actor", "COMPLIANCE_AUDITOR:auditor-1")
                .containsEntry("service", "audit-service");
        assertThat(((Map<?, ?>) entry.get("details")).get("filters")).isEqualTo(List.of("subjectId", "from"));
        assertThat(query("subjectId", asked).getList("items")).isEmpty();
    }

    @Test
    void anEntryIsShownWithItsLeafAndItsProofHoldsOffline() {
        long index = query("subjectId", SUBJECT, "limit", 1).getLong("items[0].index");
        String leaf = given().auth()
                .oauth2(Tokens.auditor())
                .get("/v1/entries/" + index)
                .then()
                .statusCode(200)
                .body("subjectId", equalTo(SUBJECT))
                .body("opening.salt", notNullValue())
                .extract()
                .path("leaf");
        String proof = given().auth()
                .oauth2(Tokens.auditor())
                .get("/v1/entries/" + index + "/proof")
                .then()
                .statusCode(200)
                .contentType("text/plain;charset=utf-8")
                .extract()
                .asString();
        VerifierKey key = VerifierKey.parse(given().get("/log/key").asString().strip());

        assertThat(TlogProof.parse(proof).proves(leaf.getBytes(StandardCharsets.UTF_8), key))
                .isTrue();
        assertThat(leaf).doesNotContain(SUBJECT).contains("\"type\":\"ConsentGranted\"");
    }

    @Test
    void whatTheLogDoesNotHaveIsNotFound() {
        for (String path : List.of(
                "/v1/entries/999999999",
                "/v1/entries/999999999/proof",
                "/v1/entries/-1",
                "/v1/entries/-1/proof",
                "/v1/entries/x",
                "/v1/entries/1/x",
                "/v1/entries/9999999999999999999")) {
            given().auth()
                    .oauth2(Tokens.auditor())
                    .get(path)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("code", equalTo("NOT_FOUND"));
            given().get(path).then().statusCode(401);
        }
        for (String path : List.of(
                "/tile/0/x999/999",
                "/tile/9/000",
                "/tile/00/000",
                "/tile/0/000.p/0",
                "/tile/0/0",
                "/tile/entries/x999/999",
                "/tile/64/000",
                "/tile/0/..%2f..%2fetc",
                "/tile/0/000.p/256")) {
            given().urlEncodingEnabled(false).get(path).then().statusCode(404);
        }
    }

    @Test
    void theCheckpointIsSignedAndTilesAreImmutable() {
        VerifierKey key = VerifierKey.parse(given().get("/log/key").asString().strip());
        String note = given().get("/checkpoint")
                .then()
                .statusCode(200)
                .contentType("text/plain;charset=utf-8")
                .extract()
                .asString();
        long size = Checkpoint.open(SignedNote.parse(note), key).size();
        int width = (int) Math.min(size, 256);

        assertThat(size).isGreaterThanOrEqualTo(EVENTS);
        given().get(width == 256 ? "/tile/0/000" : "/tile/0/000.p/" + width)
                .then()
                .statusCode(200)
                .contentType("application/octet-stream")
                .header("Cache-Control", containsString("immutable"));
        assertThat(given().get("/tile/entries/000.p/1").asString()).doesNotContain(SUBJECT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/entries", "/v1/entries/0", "/v1/entries/0/proof"})
    void onlyAuditorsAndTheDpoRead(String path) {
        given().get(path).then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
        for (String token : List.of(
                Tokens.ops(),
                Tokens.backend(),
                Tokens.operatorMfa(),
                Tokens.subject(SUBJECT),
                Tokens.holder("h"),
                Tokens.approver("a"))) {
            given().auth().oauth2(token).get(path).then().statusCode(403).body("code", equalTo("FORBIDDEN"));
        }
        for (String token : List.of(
                Tokens.expired("COMPLIANCE_AUDITOR"),
                Tokens.foreignKey("COMPLIANCE_AUDITOR"),
                Tokens.algNone("COMPLIANCE_AUDITOR"))) {
            given().auth().oauth2(token).get(path).then().statusCode(401);
        }
        given().auth().oauth2(Tokens.dpo()).get(path).then().statusCode(200);
    }

    @Test
    void onlyAuditorsAndOpsVerify() {
        given().post("/v1/audit/verify").then().statusCode(401);
        for (String token : List.of(Tokens.backend(), Tokens.operator(), Tokens.dpo(), Tokens.subject(SUBJECT))) {
            given().auth().oauth2(token).post("/v1/audit/verify").then().statusCode(403);
        }
        for (String token : List.of(Tokens.ops(), Tokens.auditor())) {
            given().auth()
                    .oauth2(token)
                    .post("/v1/audit/verify")
                    .then()
                    .statusCode(200)
                    .body("ok", equalTo(true));
        }
    }

    @Test
    void anyWriteToAnEntryIsRefusedAsImmutable() {
        String auditor = Tokens.auditor();
        for (String path : List.of("/v1/entries/0", "/v1/entries/999999", "/v1/entries")) {
            given().auth()
                    .oauth2(auditor)
                    .body("{}")
                    .contentType("application/json")
                    .put(path)
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("AUDIT_IMMUTABLE"));
            given().auth()
                    .oauth2(auditor)
                    .body("x")
                    .patch(path)
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("AUDIT_IMMUTABLE"));
            given().auth()
                    .oauth2(Tokens.ops())
                    .delete(path)
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("AUDIT_IMMUTABLE"));
        }
        given().auth()
                .oauth2(auditor)
                .post("/v1/entries/0")
                .then()
                .statusCode(409)
                .body("code", equalTo("AUDIT_IMMUTABLE"));
        given().delete("/v1/entries/0").then().statusCode(401);
    }
}
