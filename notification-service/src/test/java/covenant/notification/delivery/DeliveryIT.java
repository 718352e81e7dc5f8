package covenant.notification.delivery;

import static covenant.notification.Api.SOON;
import static covenant.notification.Api.as;
import static covenant.notification.Api.newSubject;
import static covenant.notification.Api.putContact;
import static covenant.notification.Api.request;
import static covenant.notification.Api.seal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import covenant.contracts.Topic;
import covenant.embedded.smtp.Mail;
import covenant.notification.SmsGateway;
import covenant.notification.channel.ReceiptSignatures;
import covenant.platform.crypto.SealedBox;
import covenant.testing.CovenantServers;
import covenant.testing.DeadLetters;
import covenant.testing.KafkaTap;
import covenant.testing.Mails;
import covenant.testing.SharedServers;
import covenant.testing.TapRecord;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@QuarkusTestResource(SmsGateway.class)
class DeliveryIT {
    private static KafkaTap tap;

    @Inject
    SealedBox.Sender sender;

    @Inject
    Jdbi jdbi;

    @Inject
    DeliverySweep sweep;

    @Inject
    io.quarkus.scheduler.Scheduler scheduler;

    @BeforeAll
    static void open() {
        tap = new KafkaTap();
    }

    @AfterAll
    static void close() {
        tap.close();
    }

    @ParameterizedTest
    @CsvSource({"zh-CN,身份验证码,您的身份验证码是：739201", "en,Your verification code,Your verification code is: 739201"})
    void aSealedCodeArrivesByMailInThePersonsLanguageAndNowhereElse(String locale, String subjectLine, String words) {
        String subject = newSubject("code");
        String address = subject + "@example.org";
        putContact(subject, "{\"email\":\"" + address + "\",\"locale\":\"" + locale + "\"}")
                .statusCode(200);
        String id = UUID.randomUUID().toString();

        request(tap, id, subject, "SERVICE", "identity-code", "{}", seal(sender, id, "{\"code\":\"739201\"}"));
        Mail mail = Mails.await(address, m -> true, SOON);

        assertThat(mail.subject()).isEqualTo(subjectLine);
        assertThat(mail.text()).contains(words);
        TapRecord sent = tap.awaitEvent(Topic.NOTIFICATION, subject, "NotificationSent", SOON);
        assertThat(sent.value()).contains(id).contains("EMAIL").doesNotContain("739201");
        assertThat(sent.header("ce_aggregateversion")).isEqualTo("1");
        TapRecord asked = tap.awaitEvent(Topic.NOTIFICATION, subject, "NotificationRequested", SOON);
        assertThat(sent.header("ce_correlationid")).isEqualTo(asked.header("ce_id"));
        assertThat(sent.header("ce_causationid")).isEqualTo(asked.header("ce_id"));
        boolean forgotten =
                jdbi.withHandle(h -> h.createQuery("select sealed_parameters is null from notice where id = ?")
                        .bind(0, UUID.fromString(id))
                        .mapTo(Boolean.class)
                        .one());
        assertThat(forgotten).as("sealed parameters are forgotten").isTrue();
    }

    @Test
    void aCodeIsNotShownInTheInboxAndTheInboxStillWorks() {
        String subject = newSubject("inbox");
        String id = UUID.randomUUID().toString();

        request(
                tap,
                id,
                subject,
                "SERVICE",
                "identity-code",
                "{}",
                ",\"channels\":[\"IN_APP\"]" + seal(sender, id, "{\"code\":\"739201\"}"));
        tap.awaitEvent(Topic.NOTIFICATION, subject, "NotificationSent", SOON);

        as(Tokens.subject(subject))
                .get("/v1/subjects/" + subject + "/inbox")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("items[0].text", equalTo(""));
    }

    @Test
    void aMailCarriesTheDeliverysIdAsItsOnlyMessageId() throws IOException {
        String subject = newSubject("raw");
        putContact(subject, "{\"email\":\"" + subject + "@example.org\",\"locale\":\"zh-CN\"}")
                .statusCode(200);
        request(tap, subject, "RIGHTS", "request-received", "{}", "");
        Mails.await(subject + "@example.org", m -> true, SOON);
        tap.awaitEvent(Topic.NOTIFICATION, subject, "NotificationSent", SOON);
        String delivery =
                as(Tokens.backend()).get("/v1/subjects/" + subject + "/notices").path("items[0].deliveries[0].id");

        String raw = raw(subject + "@example.org");

        List<String> headers = List.of(raw.substring(0, raw.indexOf("\r\n\r\n")).split("\r\n"));
        assertThat(headers.stream()
                        .filter(h -> h.toLowerCase(java.util.Locale.ROOT).startsWith("message-id:")))
                .containsExactly("Message-ID: <" + delivery + "@covenant.example.org>");
        assertThat(headers).contains("Auto-Submitted: auto-generated", "Content-Language: zh-CN");
        assertThat(raw).contains("multipart/alternative", "text/plain", "text/html");
    }

    private static String raw(String address) throws IOException {
        try (Stream<Path> files = Files.list(SharedServers.directory().resolve("mail"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".eml")).toList()) {
                String text = Files.readString(file);
                if (text.contains("To: " + address)) {
                    return text;
                }
            }
        }
        throw new AssertionError("no such mail");
    }

    @Test
    @Tag("R-4.1.3-9")
    void theSameDedupKeyNeverLeadsToASecondMessage() {
        String subject = newSubject("dedup");
        String address = subject + "@example.org";
        putContact(subject, "{\"email\":\"" + address + "\",\"locale\":\"en\"}").statusCode(200);
        String key = ",\"dedupKey\":\"once:" + subject + "\"";

        request(tap, subject, "RIGHTS", "request-received", "{\"requestId\":\"r-1\"}", key);
        request(tap, subject, "RIGHTS", "request-received", "{\"requestId\":\"r-1\"}", key);
        Mails.await(address, m -> m.text().contains("r-1"), SOON);
        String last = request(tap, subject, "RIGHTS", "request-answered", "{\"requestId\":\"r-1\"}", "");
        tap.awaitRecord(
                Topic.NOTIFICATION, r -> r.type().endsWith("Sent") && r.value().contains(last), SOON);

        assertThat(Mails.box().to(address)).hasSize(2);
        as(Tokens.subject(subject))
                .get("/v1/subjects/" + subject + "/notices")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(2))
                .body("items[1].outcome", equalTo("REACHED"))
                .body("items[1].deliveries[0].channel", equalTo("EMAIL"))
                .body("items[1].deliveries[0].status", equalTo("SENT"));
    }

    @Test
    void hostileParametersInjectNeitherHeadersNorHtml() {
        String subject = newSubject("hostile");
        String address = subject + "@example.org";
        putContact(subject, "{\"email\":\"" + address + "\",\"locale\":\"en\"}").statusCode(200);

        request(
                tap,
                subject,
                "RIGHTS",
                "request-refused",
                "{\"requestId\":\"r\\r\\nBcc: victim@example.org\",\"reason\":\"<script>alert(1)</script>{code}\"}",
                "");
        Mail mail = Mails.await(address, m -> true, SOON);

        assertThat(mail.to()).isEqualTo(address);
        assertThat(Mails.box().to("victim@example.org")).isEmpty();
        assertThat(mail.text()).contains("<script>alert(1)</script>{code}");
    }

    @Test
    @Tag("AC-82")
    void whenTheProviderIsDownTheNextChannelIsTriedAndNothingIsDoubledAfterItsReturn() {
        String subject = newSubject("down");
        String number = "10000000101";
        SmsGateway.answer(number, 503);
        putContact(
                        subject,
                        "{\"phone\":\"" + number + "\",\"email\":\"" + subject
                                + "@example.org\",\"locale\":\"en\",\"preferred\":[\"SMS\"]}")
                .statusCode(200);

        String id = request(tap, subject, "RIGHTS", "request-answered", "{\"requestId\":\"r-2\"}", "");
        Mails.await(subject + "@example.org", m -> m.text().contains("r-2"), SOON);
        SmsGateway.answer(number, 200);

        List<TapRecord> told = tap.records(Topic.NOTIFICATION, subject).stream()
                .filter(r -> r.value().contains(id) && !r.type().endsWith("Requested"))
                .toList();
        assertThat(told.getFirst().type()).isEqualTo("covenant.NotificationFailed");
        assertThat(told.getFirst().value()).contains("GATEWAY_503").contains("\"lastChannel\":false");
        assertThat(SmsGateway.asked(number)).isEqualTo(3);
        String next = request(tap, subject, "RIGHTS", "request-received", "{\"requestId\":\"r-3\"}", "");
        tap.awaitRecord(
                Topic.NOTIFICATION,
                r -> r.type().endsWith("Sent")
                        && r.value().contains(next)
                        && r.value().contains("SMS"),
                SOON);
        assertThat(SmsGateway.asked(number)).isEqualTo(4);
        assertThat(Mails.box().to(subject + "@example.org")).hasSize(1);
    }

    @Test
    @Tag("AC-82")
    void aMessageWithoutAnotherChannelOutlivesTwoHoursOfOutageAndIsSentOnce() {
        String subject = newSubject("outage");
        String number = "10000000106";
        SmsGateway.answer(number, 503);
        putContact(subject, "{\"phone\":\"" + number + "\",\"locale\":\"en\"}").statusCode(200);
        request(tap, subject, "RIGHTS", "request-answered", "{}", "");
        Awaitility.await().atMost(SOON).until(() -> SmsGateway.asked(number) >= 4);

        as(Tokens.ops())
                .body("{\"advance\":\"PT2H\"}")
                .post("/sandbox/clock")
                .then()
                .statusCode(200);
        long before = SmsGateway.asked(number);
        Awaitility.await().atMost(SOON).until(() -> SmsGateway.asked(number) > before);
        SmsGateway.answer(number, 200);

        tap.awaitEvent(Topic.NOTIFICATION, subject, "NotificationSent", SOON);
        as(Tokens.auditor())
                .get("/v1/subjects/" + subject + "/notices")
                .then()
                .body("items.size()", equalTo(1))
                .body("items[0].outcome", equalTo("REACHED"))
                .body("items[0].deliveries.size()", equalTo(1))
                .body("items[0].deliveries[0].status", equalTo("SENT"));
    }

    @Test
    void twoSweepsAtOnceSendEachMessageOnce() throws Exception {
        List<String> people = new java.util.ArrayList<>();
        scheduler.pause();
        try {
            for (int i = 0; i < 40; i++) {
                String subject = newSubject("sweep");
                people.add(subject);
                putContact(subject, "{\"email\":\"" + subject + "@example.org\",\"locale\":\"en\"}")
                        .statusCode(200);
                request(tap, subject, "RIGHTS", "request-answered", "{}", "");
            }
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> jdbi.withHandle(
                                    h -> h.createQuery("select count(*) from delivery where subject_id = any(:ids)")
                                            .bindArray("ids", String.class, people)
                                            .mapTo(Integer.class)
                                            .one())
                            == 40);
            Runnable drain = () -> {
                while (sweep.run(false) > 0) {
                    Thread.onSpinWait();
                }
            };
            Thread other = Thread.ofPlatform().start(drain);
            drain.run();
            other.join();
        } finally {
            scheduler.resume();
        }

        for (String subject : people) {
            Mails.await(subject + "@example.org", m -> true, SOON);
            assertThat(Mails.box().to(subject + "@example.org")).hasSize(1);
        }
    }

    @Test
    @Tag("R-4.1.3-4")
    void aMailThatIsRefusedForNowComesAgainAndOneRefusedForGoodGoesByTheNextChannel() {
        String soft = newSubject("soft2");
        putContact(soft, "{\"email\":\"" + soft + "@example.org\",\"locale\":\"en\"}")
                .statusCode(200);
        String hard = newSubject("hard");
        putContact(hard, "{\"email\":\"" + hard + "@example.org\",\"phone\":\"10000000105\",\"locale\":\"en\"}")
                .statusCode(200);

        request(tap, soft, "RIGHTS", "request-answered", "{}", "");
        request(tap, hard, "RIGHTS", "request-answered", "{}", "");

        assertThat(tap.awaitEvent(Topic.NOTIFICATION, soft, "NotificationSent", SOON)
                        .value())
                .contains("\"attempt\":3");
        assertThat(tap.awaitEvent(Topic.NOTIFICATION, hard, "NotificationFailed", SOON)
                        .value())
                .contains("SMTP_550", "\"lastChannel\":false");
        assertThat(tap.awaitEvent(Topic.NOTIFICATION, hard, "NotificationSent", SOON)
                        .value())
                .contains("SMS");
        assertThat(Mails.box().to(soft + "@example.org")).hasSize(1);
        assertThat(Mails.box().to(hard + "@example.org")).isEmpty();
        assertThat(SmsGateway.asked("10000000105")).isEqualTo(1);
    }

    @Test
    @Tag("R-4.1.3-4")
    void whoHasNoWorkingChannelIsUnreachable() {
        String nowhere = newSubject("nowhere");
        request(tap, nowhere, "RIGHTS", "erasure-completed", "{}", "");
        TapRecord told = tap.awaitEvent(Topic.NOTIFICATION, nowhere, "SubjectUnreachable", SOON);
        assertThat(told.value()).contains("\"channelsTried\":[]");

        String refused = newSubject("refused");
        SmsGateway.answer("10000000102", 400);
        putContact(refused, "{\"phone\":\"10000000102\",\"locale\":\"en\"}").statusCode(200);
        request(tap, refused, "RIGHTS", "erasure-completed", "{}", "");
        assertThat(tap.awaitEvent(Topic.NOTIFICATION, refused, "SubjectUnreachable", SOON)
                        .value())
                .contains("\"channelsTried\":[\"SMS\"]");
        assertThat(tap.awaitEvent(Topic.NOTIFICATION, refused, "NotificationFailed", SOON)
                        .value())
                .contains("GATEWAY_400")
                .contains("\"lastChannel\":true");
    }

    @Test
    void aMessageIsNotSentAfterItsTime() {
        String subject = newSubject("late");
        putContact(subject, "{\"email\":\"" + subject + "@example.org\",\"locale\":\"en\"}")
                .statusCode(200);

        request(tap, subject, "RIGHTS", "request-received", "{}", ",\"notAfter\":\"2020-01-01T00:00:00Z\"");

        assertThat(tap.awaitEvent(Topic.NOTIFICATION, subject, "NotificationFailed", SOON)
                        .value())
                .contains("EXPIRED");
        assertThat(Mails.box().to(subject + "@example.org")).isEmpty();
    }

    @Test
    @Tag("R-1.2.3-3")
    @Tag("AC-84")
    void advertisingNeedsConsentAndServiceMessagesDoNot() {
        String subject = newSubject("ads");
        putContact(subject, "{\"email\":\"" + subject + "@example.org\",\"locale\":\"en\"}")
                .statusCode(200);

        request(tap, subject, "MARKETING", "request-received", "{}", "");

        assertThat(tap.awaitEvent(Topic.NOTIFICATION, subject, "NotificationFailed", SOON)
                        .value())
                .contains("CONSENT_REQUIRED");
        request(tap, subject, "SERVICE", "account-closed", "{}", "");
        Mails.await(subject + "@example.org", m -> m.subject().equals("Your account is closed"), SOON);
        tap.publish(
                Topic.CONSENT_STATE,
                subject + "/PERSONALISATION.recommend",
                "ConsentState",
                """
                {"subjectId":"%s","purpose":"PERSONALISATION.recommend","status":"GRANTED","categories":[],
                 "separateCategories":[],"recipients":[],"policyVersion":"1","restricted":false}\
                """.formatted(subject),
                "ce_subject",
                subject);
        Awaitility.await()
                .atMost(SOON)
                .until(() -> jdbi.withHandle(
                                h -> h.createQuery("select count(*) from marketing_consent where subject_id = ?")
                                        .bind(0, subject)
                                        .mapTo(Integer.class)
                                        .one())
                        == 1);
        request(tap, subject, "MARKETING", "request-overdue", "{}", "");
        Mails.await(subject + "@example.org", m -> m.subject().contains("late"), SOON);
    }

    @Test
    void anUnknownTemplateIsSetAsideAndTheNextRequestIsServed() {
        String subject = newSubject("unknown");
        putContact(subject, "{\"email\":\"" + subject + "@example.org\",\"locale\":\"en\"}")
                .statusCode(200);

        String bad = request(tap, subject, "SERVICE", "no-such-template", "{}", "");
        request(tap, subject, "RIGHTS", "request-received", "{}", "");

        TapRecord letter =
                DeadLetters.of(tap, Topic.NOTIFICATION).await(r -> r.value().contains(bad), SOON);
        assertThat(DeadLetters.reason(letter)).isEqualTo("NOT_APPLICABLE");
        Mails.await(subject + "@example.org", m -> true, SOON);
    }

    @Test
    @Tag("AC-88")
    @Tag("R-1.2.4-1")
    @Tag("R-1.5.4-3")
    @Tag("R-4.1.3-11")
    void lettersAndCallsAreWorkForHands() {
        String subject = newSubject("letter");
        putContact(subject, "{\"postalAddress\":\"Example Road 1\",\"phone\":\"10000000103\",\"locale\":\"en\"}")
                .statusCode(200);

        request(tap, subject, "RIGHTS", "request-answered", "{}", ",\"channels\":[\"LETTER\",\"PHONE\"]");
        String letter =
                Awaitility.await().atMost(SOON).until(() -> item(subject, "LETTER"), java.util.Objects::nonNull);

        as(Tokens.operator())
                .body("{\"ticket\":\"T-1\"}")
                .post("/v1/work-items/" + letter + "/sheet")
                .then()
                .statusCode(401)
                .body("code", equalTo("MFA_REQUIRED"));
        as(Tokens.operatorMfa())
                .body("{}")
                .post("/v1/work-items/" + letter + "/sheet")
                .then()
                .statusCode(422)
                .body("violations.field", hasItem("ticket"));
        as(Tokens.operatorMfa())
                .body("{\"ticket\":\"T-1\"}")
                .post("/v1/work-items/" + letter + "/sheet")
                .then()
                .statusCode(200)
                .body("address", equalTo("Example Road 1"))
                .body("text", containsString("is answered"));
        assertThat(tap.awaitEvent(Topic.DATA_ACCESS, subject, "PersonalDataAccessed", SOON)
                        .value())
                .contains(
                        "basic.address", "\"ticket\":\"T-1\"", "\"reason\":\"work item " + letter, "\"unmasked\":true")
                .doesNotContain("Example Road");
        byte[] pdf = as(Tokens.operatorMfa())
                .accept("application/pdf")
                .body("{\"ticket\":\"T-1\"}")
                .post("/v1/work-items/" + letter + "/letter")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertThat(new String(pdf, 0, 5, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("%PDF-");
        as(Tokens.operator())
                .accept("application/pdf")
                .body("{\"ticket\":\"T-1\"}")
                .post("/v1/work-items/" + letter + "/letter")
                .then()
                .statusCode(401);
        outcome(letter, "FAILED").then().statusCode(200);
        outcome(letter, "FAILED").then().statusCode(409);
        String call = item(subject, "PHONE");
        outcome(call, "REACHED").then().statusCode(200);
        assertThat(tap.awaitEvent(Topic.NOTIFICATION, subject, "NotificationDelivered", SOON)
                        .value())
                .contains("PHONE");
    }

    @Test
    void receiptsAreBelievedOnlyWhenSigned() {
        String subject = newSubject("receipt");
        putContact(subject, "{\"phone\":\"10000000104\",\"email\":\"" + subject + "@example.org\",\"locale\":\"en\"}")
                .statusCode(200);
        request(tap, subject, "RIGHTS", "request-answered", "{}", ",\"channels\":[\"SMS\",\"EMAIL\"]");
        tap.awaitEvent(Topic.NOTIFICATION, subject, "NotificationSent", SOON);
        String delivery =
                as(Tokens.backend()).get("/v1/subjects/" + subject + "/notices").path("items[0].deliveries[0].id");
        String failed = "{\"id\":\"" + delivery + "\",\"status\":\"FAILED\",\"code\":\"UNKNOWN_NUMBER\"}";

        receipt("SMS", failed, "00").then().statusCode(401);
        receipt("SMS", failed, null).then().statusCode(204);
        receipt("SMS", failed, null).then().statusCode(204);
        String foreign = "{\"id\":\"" + UUID.randomUUID() + "\",\"status\":\"DELIVERED\"}";
        receipt("SMS", foreign, null).then().statusCode(404);
        receipt("SMS", "[1]", null).then().statusCode(400);
        receipt("EMAIL", failed, null).then().statusCode(401);

        Mails.await(subject + "@example.org", m -> true, SOON);
        assertThat(Mails.box().to(subject + "@example.org")).hasSize(1);
    }

    @Test
    void workOnAChannelThatDoesNotExistIsRefusedByItsName() {
        as(Tokens.operator()).get("/v1/work-items?channel=LETTER").then().statusCode(200);
        for (String filter : List.of("channel=ZZ", "status=ZZ")) {
            as(Tokens.operator())
                    .get("/v1/work-items?" + filter)
                    .then()
                    .statusCode(422)
                    .body("violations.field", hasItem(filter.substring(0, filter.indexOf('='))));
        }
    }

    private static Response outcome(String item, String outcome) {
        return as(Tokens.operator())
                .body("{\"outcome\":\"" + outcome + "\"}")
                .post("/v1/work-items/" + item + "/outcome");
    }

    private static String item(String subject, String channel) {
        return as(Tokens.operator())
                .get("/v1/work-items?limit=500&channel=" + channel)
                .path("items.find { it.subjectId == '" + subject + "' }?.id");
    }

    private static Response receipt(String channel, String body, String signature) {
        String timestamp = Long.toString(System.currentTimeMillis() / 1_000);
        return io.restassured.RestAssured.given()
                .contentType("application/json")
                .header("X-Covenant-Timestamp", timestamp)
                .header(
                        "X-Covenant-Signature",
                        signature == null ? ReceiptSignatures.sign(SmsGateway.SECRET, timestamp, body) : signature)
                .body(body)
                .post("/v1/delivery-receipts/" + channel);
    }
}
