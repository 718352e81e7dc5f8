package covenant.request;

import static io.restassured.RestAssured.given;

import covenant.contracts.Topic;
import covenant.platform.crypto.SealedBox;
import covenant.platform.crypto.ServiceSecrets;
import covenant.testing.KafkaTap;
import covenant.testing.TapRecord;
import covenant.testing.Tokens;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;

/** The service as its callers see it, with the notification service's eyes for sealed codes. */
final class Api {
    static final Duration SOON = Duration.ofSeconds(20);
    private static final Map<String, byte[]> SECRETS = new ConcurrentHashMap<>();
    private static final ServiceSecrets MEMORY =
            (String name, Supplier<byte[]> first) -> SECRETS.computeIfAbsent(name, n -> first.get());

    private Api() {}

    static String newSubject() {
        return "s-" + UUID.randomUUID();
    }

    static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    static RequestSpecification backend() {
        return as(Tokens.backend());
    }

    static Instant now() {
        return Instant.parse(
                as(Tokens.ops()).get("/sandbox/clock").then().extract().path("now"));
    }

    static void clock(String period) {
        as(Tokens.ops())
                .body(Map.of("advance", period))
                .post("/sandbox/clock")
                .then()
                .statusCode(200);
    }

    static void clockTo(Instant at) {
        as(Tokens.ops())
                .body(Map.of("set", at.toString()))
                .post("/sandbox/clock")
                .then()
                .statusCode(200);
    }

    static Map<String, Object> wish(String subject, String type, String... categories) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("subjectId", subject);
        body.put("type", type);
        body.put("channel", "APP");
        if (categories.length > 0) {
            body.put("categories", List.of(categories));
        }
        return body;
    }

    static String file(Map<String, Object> wish) {
        return backend()
                .body(wish)
                .post("/v1/requests")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    static ValidatableResponse get(String id) {
        return backend().get("/v1/requests/" + id).then().statusCode(200);
    }

    static String status(String id) {
        return get(id).extract().path("status");
    }

    static void awaitStatus(String id, String status) {
        Awaitility.await(status).atMost(SOON).until(() -> status(id), status::equals);
    }

    /** Stands in for the notification service: whoever seals for it, seals for this. */
    static SealedBox.Receiver notificationService() {
        Path shared = Path.of(ConfigProvider.getConfig().getValue("covenant.keys.shared", String.class));
        return SealedBox.receiver(MEMORY, shared, "notification-service");
    }

    static String codeFor(KafkaTap kafka, String subject, String requestId) {
        return JsonPath.from(sealed(latest(kafka, subject, "identity-code", requestId)))
                .getString("code");
    }

    static String letterFor(KafkaTap kafka, String subject, String template, String requestId) {
        return JsonPath.from(sealed(latest(kafka, subject, template, requestId)))
                .getString("letter");
    }

    static TapRecord latest(KafkaTap kafka, String subject, String template, String requestId) {
        return Awaitility.await(template)
                .atMost(SOON)
                .until(
                        () -> kafka.records(Topic.NOTIFICATION, subject).stream()
                                .filter(r -> r.type().equals("covenant.NotificationRequested"))
                                .filter(r -> r.value().contains("\"" + template + "\"")
                                        && r.value().contains(requestId))
                                .toList(),
                        found -> !found.isEmpty())
                .getLast();
    }

    private static String sealed(TapRecord record) {
        JsonPath json = JsonPath.from(record.value());
        return new String(
                notificationService().open(json.getString("notificationId"), json.getString("sealedParameters")),
                StandardCharsets.UTF_8);
    }

    static void challenge(String id) {
        backend().post("/v1/requests/" + id + "/verification/challenge").then().statusCode(202);
    }

    static ValidatableResponse tryCode(String id, String code) {
        return backend()
                .body(Map.of("code", code))
                .post("/v1/requests/" + id + "/verification")
                .then();
    }

    static ValidatableResponse verifyByDocument(String id) {
        return verifyByDocument(id, "ID_CARD");
    }

    static ValidatableResponse verifyByDocument(String id, String kind) {
        return as(Tokens.operator())
                .body(Map.of("document", Map.of("kind", kind, "evidence", "file 4711"), "outcome", "VERIFIED"))
                .post("/v1/requests/" + id + "/verification")
                .then();
    }

    static String verified(Map<String, Object> wish) {
        String id = file(wish);
        verifyByDocument(id).statusCode(200);
        return id;
    }

    static void holder(KafkaTap kafka, String id, String kind, String... categories) {
        kafka.publish(
                Topic.HOLDER,
                id,
                "HolderRegistered",
                "{\"holder\":{\"holderId\":\"" + id + "\",\"kind\":\"" + kind + "\",\"name\":\"System " + id
                        + "\",\"categories\":[" + quoted(categories) + "],\"purposes\":[\"SERVICE_DELIVERY\"],"
                        + "\"country\":\"CN\",\"transport\":\"KAFKA\",\"backupMaxAge\":\"P30D\",\"status\":\"ACTIVE\","
                        + "\"main\":false}}");
    }

    /** Known here when it returns. */
    static void register(KafkaTap kafka, String holder, String kind, String... categories) {
        holder(kafka, holder, kind, categories);
        Awaitility.await(holder)
                .atMost(SOON)
                .until(() -> !Rows.text("select 1 from holder where id = '" + holder + "'")
                        .isEmpty());
    }

    static void share(KafkaTap kafka, String subject, String recipient, boolean secret, String category) {
        String id = UUID.randomUUID().toString();
        kafka.publish(
                Topic.SHARING,
                subject,
                "PersonalDataShared",
                "{\"disclosureId\":\"" + id + "\",\"recipient\":\"" + recipient
                        + "\",\"recipientKind\":\"PARTNER\",\"ground\":\"EXPLICIT_CONSENT\","
                        + "\"purpose\":\"SERVICE_DELIVERY\",\"categories\":[\"" + category
                        + "\"],\"protection\":[\"ENCRYPTED_TRANSPORT\"],"
                        + "\"reference\":\"ref-1\",\"secret\":" + secret + ",\"sharedAt\":\"2026-11-01T00:00:00Z\"}");
        Awaitility.await(recipient)
                .atMost(SOON)
                .until(() -> !Rows.text("select 1 from disclosure_fact where disclosure_id = '" + id + "'")
                        .isEmpty());
    }

    static void account(KafkaTap kafka, String subject, String account, boolean open) {
        kafka.publish(
                Topic.ACCOUNT,
                subject,
                open ? "AccountOpened" : "AccountClosed",
                "{\"accountId\":\"" + account + "\"}");
        Awaitility.await(account)
                .atMost(SOON)
                .until(() -> Rows.text("select open from account_fact where account_id = '" + account + "'")
                        .equals(open ? "t" : "f"));
    }

    static Map<String, String> download(String id) {
        return unzip(backend()
                .get("/v1/requests/" + id + "/package")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray());
    }

    static String quoted(String... texts) {
        return String.join(
                ",", java.util.Arrays.stream(texts).map(t -> "\"" + t + "\"").toList());
    }

    static String orderOf(String requestId, String holder) {
        return get(requestId).extract().path("orders.find { it.holder == '" + holder + "' }.id");
    }

    static ValidatableResponse deliver(String orderId, String holder, Object data) {
        return as(Tokens.holder(holder))
                .body(Map.of("outcome", "DELIVERED", "data", data))
                .post("/v1/orders/" + orderId + "/result")
                .then();
    }

    static Map<String, String> unzip(byte[] bytes) {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return files;
    }
}
