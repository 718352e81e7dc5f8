package covenant.notification.contact;

import static covenant.notification.Api.as;
import static covenant.notification.Api.newSubject;
import static covenant.notification.Api.putContact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import covenant.contracts.Topic;
import covenant.notification.Api;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.TapRecord;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@QuarkusTestResource(covenant.notification.SmsGateway.class)
class ContactPointsIT {
    private static final String FULL = """
            {"email":"Wei.Zhang@example.org","phone":"100 0000 0001","postalAddress":"No. 1 Example Road, Example City",
             "pushToken":"token-1","locale":"zh-CN","preferred":["SMS","EMAIL"]}""";

    private static KafkaTap tap;

    @Inject
    Jdbi jdbi;

    @BeforeAll
    static void open() {
        tap = new KafkaTap();
    }

    @AfterAll
    static void close() {
        tap.close();
    }

    @Test
    @Tag("AC-88")
    @Tag("R-1.2.4-1")
    @Tag("R-1.5.4-1")
    void contactPointsAreShownMaskedAndStoredEncrypted() {
        String subject = newSubject("contact");

        putContact(subject, FULL).statusCode(200).body("email", equalTo("W***@example.org"));

        as(Tokens.subject(subject))
                .get("/v1/subjects/" + subject + "/contact-points")
                .then()
                .statusCode(200)
                .body("phone", org.hamcrest.Matchers.containsString("*"))
                .body("preferred", equalTo(java.util.List.of("SMS", "EMAIL")))
                .body("pushToken", org.hamcrest.Matchers.not(equalTo("token-1")));
        byte[] stored = jdbi.withHandle(h -> h.createQuery("select email from contact where subject_id = ?")
                .bind(0, subject)
                .mapTo(byte[].class)
                .one());
        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("example");
    }

    @Test
    void putReplacesAllAndDeleteLeavesNothing() {
        String subject = newSubject("contact");
        putContact(subject, FULL).statusCode(200);

        putContact(subject, "{\"email\":\"b@example.org\",\"locale\":\"en\"}")
                .statusCode(200)
                .body("phone", nullValue());

        as(Tokens.backend())
                .delete("/v1/subjects/" + subject + "/contact-points")
                .then()
                .statusCode(204);
        as(Tokens.backend())
                .get("/v1/subjects/" + subject + "/contact-points")
                .then()
                .statusCode(404);
    }

    @Test
    @Tag("R-4.1.1-4")
    void aPersonIsFoundByTheNumberHoweverItWasTyped() {
        String subject = newSubject("contact");
        putContact(subject, "{\"phone\":\"10000000077\",\"email\":\"Find.Me@example.org\",\"locale\":\"en\"}")
                .statusCode(200);

        as(Tokens.backend())
                .body("{\"phone\":\"+86 100-0000-0077\"}")
                .post("/v1/contact-points/look-up")
                .then()
                .statusCode(200)
                .body("subjectIds", hasItem(subject));
        as(Tokens.backend())
                .body("{\"email\":\"find.me@EXAMPLE.org\"}")
                .post("/v1/contact-points/look-up")
                .then()
                .body("subjectIds", hasItem(subject));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"email\":\"a@example.org\\r\\nBcc: b@example.org\",\"locale\":\"en\"}",
                "{\"email\":\"no-at-sign\",\"locale\":\"en\"}",
                "{\"email\":\"a@example.org, b@example.org\",\"locale\":\"en\"}",
                "{\"phone\":\"call me\",\"locale\":\"en\"}",
                "{\"locale\":\"../../etc\"}",
                "{\"email\":\"a@example.org\"}"
            })
    void hostileOrIncompleteContactDataIsRefused(String body) {
        putContact(newSubject("contact"), body).statusCode(422).body("code", equalTo("VALIDATION_FAILED"));
    }

    /** PostgreSQL cannot hold U+0000: refused while the body is read. */
    @Test
    void aNulCharacterIsMalformed() {
        putContact(newSubject("contact"), "{\"postalAddress\":\"line\\u0000two\",\"locale\":\"en\"}")
                .statusCode(400)
                .body("code", equalTo("MALFORMED_REQUEST"));
    }

    @Test
    void othersAreRefused() {
        String subject = newSubject("contact");
        putContact(subject, FULL).statusCode(200);
        String path = "/v1/subjects/" + subject + "/contact-points";

        io.restassured.RestAssured.get(path).then().statusCode(401);
        as(Tokens.subject("somebody-else")).get(path).then().statusCode(403);
        as(Tokens.auditor()).get(path).then().statusCode(403);
        as(Tokens.backend())
                .body("{\"surname\":\"x\",\"locale\":\"en\"}")
                .put(path)
                .then()
                .statusCode(400);
        as(Tokens.backend())
                .body(FULL)
                .put("/v1/subjects/13812345678/contact-points")
                .then()
                .statusCode(422)
                .body("code", equalTo("SUBJECT_ID_IS_PERSONAL_DATA"));
    }

    @Test
    @Tag("R-4.2.2-5")
    void anErasureOrderDeletesWhatFallsUnderItsCategoriesAndIsConfirmed() {
        String subject = newSubject("contact");
        putContact(subject, FULL).statusCode(200);

        String first = order(subject, "\"basic.email\",\"basic.mobile_phone\"", "notification-service");
        TapRecord confirmed = confirmation(first);

        assertThat(confirmed.value())
                .contains("\"ERASED\"")
                .contains("\"records\":3")
                .contains(first);
        as(Tokens.backend())
                .get("/v1/subjects/" + subject + "/contact-points")
                .then()
                .statusCode(200)
                .body("email", nullValue())
                .body("phone", nullValue())
                .body("postalAddress", org.hamcrest.Matchers.notNullValue());
        String again = order(subject, "\"basic.email\",\"basic.mobile_phone\"", "notification-service");
        assertThat(confirmation(again).value()).contains("NOTHING_HELD");
        String rest = order(subject, "\"basic.address\"", "notification-service");
        assertThat(confirmation(rest).value()).contains("\"records\":1");
        as(Tokens.backend())
                .get("/v1/subjects/" + subject + "/contact-points")
                .then()
                .statusCode(404);
    }

    @Test
    @Tag("AC-37")
    @Tag("AC-48")
    @Tag("AC-80")
    void anErasedPersonsContactPointsAreGoneForGood() {
        String subject = newSubject("contact");
        putContact(subject, FULL).statusCode(200);
        byte[] stored = jdbi.withHandle(h -> h.createQuery("select email from contact where subject_id = ?")
                .bind(0, subject)
                .mapTo(byte[].class)
                .one());

        tap.publish(Topic.RETENTION, subject, "SubjectErased", """
                {"subjectId":"%s","caseId":"%s","erased":["basic.email"],"kept":[],"erasedAt":"2026-11-24T00:00:00Z"}""".formatted(subject, UUID.randomUUID()));

        Awaitility.await()
                .atMost(Api.SOON)
                .untilAsserted(() -> as(Tokens.backend())
                        .get("/v1/subjects/" + subject + "/contact-points")
                        .then()
                        .statusCode(410));
        putContact(subject, FULL).statusCode(409);
        jdbi.useHandle(h -> h.createUpdate(
                        "insert into contact (subject_id, email, locale, updated_at) values (?, ?, 'en', now())")
                .bind(0, subject)
                .bind(1, stored)
                .execute());
        as(Tokens.backend())
                .get("/v1/subjects/" + subject + "/contact-points")
                .then()
                .statusCode(410);
    }

    /** This service calls no other: values travel sealed for the one that ordered (R-5.1.2-2, AC-58). */
    @Test
    @Tag("AC-58")
    void whatIsHeldIsGivenSealedAndCorrectedFromSealedValues() {
        String subject = newSubject("rights");
        putContact(subject, FULL).statusCode(200);
        java.nio.file.Path shared = java.nio.file.Path.of(org.eclipse.microprofile.config.ConfigProvider.getConfig()
                .getValue("covenant.keys.shared", String.class));
        java.util.Map<String, byte[]> memory = new java.util.concurrent.ConcurrentHashMap<>();
        covenant.platform.crypto.SealedBox.Receiver requests = covenant.platform.crypto.SealedBox.receiver(
                (name, first) -> memory.computeIfAbsent(name, n -> first.get()),
                shared,
                "data-subject-request-service");
        String access = UUID.randomUUID().toString();
        tap.publish(Topic.HOLDER_ORDER, subject, "AccessOrdered", """
                {"orderId":"%s","holderId":"notification-service","subjectId":"%s","categories":["basic.email"],
                 "requestId":"%s","dueBy":"2026-12-01T00:00:00Z"}""".formatted(access, subject, UUID.randomUUID()));

        String delivered = answer(access, "AccessDelivered").value();

        String given = new String(
                requests.open(
                        access,
                        io.restassured.path.json.JsonPath.from(delivered).getString("sealedData")),
                java.nio.charset.StandardCharsets.UTF_8);
        assertThat(given).contains("basic.email", "Wei.Zhang@example.org").doesNotContain("100 0000 0001");
        assertThat(delivered).doesNotContain("example.org");

        String request = UUID.randomUUID().toString();
        String right = covenant.platform.crypto.SealedBox.sender(shared, "notification-service")
                .seal(
                        "correction/" + request,
                        "[{\"category\":\"basic.email\",\"value\":\"right@corrected.example\"}]");
        answer(correction(subject, request, right), "CorrectionApplied");
        as(Tokens.backend())
                .get("/v1/subjects/" + subject + "/contact-points")
                .then()
                .body("email", org.hamcrest.Matchers.endsWith("@corrected.example"));
        String wrong = covenant.platform.crypto.SealedBox.sender(shared, "notification-service")
                .seal("correction/" + request, "[{\"category\":\"basic.email\",\"value\":\"no address\"}]");
        answer(correction(subject, request, wrong), "OrderRejected");
        answer(correction(subject, UUID.randomUUID().toString(), right), "OrderRejected");
    }

    private static String correction(String subject, String request, String sealed) {
        String order = UUID.randomUUID().toString();
        tap.publish(Topic.HOLDER_ORDER, subject, "CorrectionOrdered", """
                {"orderId":"%s","holderId":"notification-service","subjectId":"%s","categories":["basic.email"],
                 "requestId":"%s","dueBy":"2026-12-01T00:00:00Z","sealedCorrections":"%s"}""".formatted(order, subject, request, sealed));
        return order;
    }

    private static TapRecord answer(String order, String event) {
        return tap.awaitRecord(
                Topic.HOLDER_ACK,
                r -> r.type().equals("covenant." + event) && r.value().contains(order),
                Api.SOON);
    }

    private static String order(String subject, String categories, String holder) {
        String order = UUID.randomUUID().toString();
        tap.publish(Topic.HOLDER_ORDER, subject, "ErasureOrdered", """
                {"orderId":"%s","holderId":"%s","subjectId":"%s","categories":[%s],"caseId":"%s","cause":"ACCOUNT_CLOSED",
                 "method":"DELETE","dueBy":"2026-12-01T00:00:00Z","repeated":false}""".formatted(
                        order, holder, subject, categories, UUID.randomUUID()));
        return order;
    }

    private static TapRecord confirmation(String order) {
        return tap.awaitRecord(
                Topic.HOLDER_ACK,
                r -> r.type().equals("covenant.ErasureConfirmed") && r.value().contains(order),
                Api.SOON);
    }
}
