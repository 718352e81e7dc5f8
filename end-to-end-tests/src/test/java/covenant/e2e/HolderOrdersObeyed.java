package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.Topic;
import covenant.embedded.identity.LocalKeys;
import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Events;
import covenant.local.client.Fact;
import covenant.local.client.Role;
import covenant.local.stack.Service;
import covenant.local.stack.StackPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What becomes of orders to {@link ExampleHolders}: one person, one category, two holders. */
final class HolderOrdersObeyed {
    private static final String SUBJECT = "guest-2";
    private static final List<String> BOTH = List.of(ExampleHolders.SHOP, ExampleHolders.DEPOT);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ExampleHolders holders;
    private final StackPorts ports;
    private final Api api;

    HolderOrdersObeyed(ExampleHolders holders, StackPorts ports, LocalKeys keys) {
        this.holders = holders;
        this.ports = ports;
        this.api = new Api(ports, keys);
    }

    void correction() throws IOException {
        String value = "Example \"Works\" 示例";

        holders.obeyed(
                SUBJECT,
                "CORRECTION",
                "\"corrections\": [{\"category\": \"%s\", \"value\": %s}]"
                        .formatted(ExampleHolders.CATEGORY, JSON.writeValueAsString(value)));

        for (String holder : BOTH) {
            JsonNode written = JSON.readTree(Files.readString(holders.file(holder, SUBJECT)));
            assertThat(written.path("value").asText()).as(holder).isEqualTo(value);
        }
    }

    void restrictionAndItsEnd() throws IOException {
        String request =
                holders.obeyed(SUBJECT, "RESTRICTION", "\"categories\": [\"" + ExampleHolders.CATEGORY + "\"]");
        for (String holder : BOTH) {
            assertThat(holders.marks(holder)).as(holder).isOne();
        }

        success(api.as(Role.BACKEND).post(Service.DATA_SUBJECT_REQUEST, request + "/cancellation", "{}"));

        Eventually.holds(
                Eventually.SOON,
                () -> assertThat(holders.marks(ExampleHolders.SHOP) + holders.marks(ExampleHolders.DEPOT))
                        .isZero());
    }

    void erasureThatIsOrderedTwice() throws IOException {
        for (String holder : BOTH) {
            Files.writeString(holders.file(holder, SUBJECT), "{\"follows\": \"a\"}\n{\"follows\": \"b\"}\n");
        }
        try (Events kafka = new Events(ports.kafka())) {
            consentAndWithdraw();
            List<JsonNode> first = holders.erased(SUBJECT);
            assertThat(first)
                    .allSatisfy(
                            order -> assertThat(order.path("records").asLong()).isEqualTo(2));
            for (String holder : BOTH) {
                assertThat(holders.file(holder, SUBJECT)).doesNotExist();
            }
            Fact order = kafka.all(Topic.HOLDER_ORDER.topicName()).stream()
                    .filter(fact -> fact.type().equals("ErasureOrdered")
                            && fact.json().path("holderId").asText().equals(ExampleHolders.SHOP))
                    .findFirst()
                    .orElseThrow();

            again(kafka, order);

            String id = order.json().path("orderId").asText();
            Eventually.holds(
                    Eventually.SOON,
                    () -> assertThat(ExampleHolders.answers(kafka, "ErasureConfirmed", id))
                            .hasSize(2)
                            .allSatisfy(ack ->
                                    assertThat(ack.path("records").asLong()).isEqualTo(2)));
            assertThat(holders.erased(SUBJECT)).isEqualTo(first);
        }
    }

    private static void again(Events kafka, Fact order) {
        Map<String, String> headers = new HashMap<>(order.headers());
        headers.put("ce_id", UUID.randomUUID().toString());
        kafka.publishRaw(order.topic(), order.key(), order.value(), headers);
    }

    private void consentAndWithdraw() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Api.Caller backend = api.as(Role.BACKEND);
        success(backend.put(
                Service.RETENTION,
                "/v1/accounts/acc-" + SUBJECT,
                "{\"subjectId\": \"%s\", \"openedAt\": \"%s\"}".formatted(SUBJECT, now)));
        String sha = backend.get(Service.CONSENT, "/v1/policies/1").at("/sha256");
        success(backend.post(
                Service.CONSENT, "/v1/consents", """
                        {"subjectId": "%s", "policyVersion": "1", "policySha256": "%s", "presentedAt": "%s", "acceptedAt": "%s",
                         "method": "CLICK", "channel": "APP", "appVersion": "1.0", "locale": "zh-CN", "highlightedSectionsShown": [],
                         "grants": [{"purpose": "PERSONALISATION", "decision": "GRANT", "categories": ["%s"]}]}""".formatted(SUBJECT, sha, now, now, ExampleHolders.CATEGORY)));
        success(backend.post(
                Service.CONSENT, "/v1/subjects/" + SUBJECT + "/withdrawals", "{\"purposes\": [\"PERSONALISATION\"]}"));
    }

    void nothingThatIsUnsignedOrOld() throws Exception {
        String secret = api.asHolder(ExampleHolders.DEPOT)
                .get(Service.RETENTION, "/v1/webhook-secret")
                .at("/secret");
        String others = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
        Instant now = Instant.now();
        assertThat(call(now, "")).as("unsigned").isEqualTo(401);
        assertThat(call(now, signature(others, now))).as("by a stranger").isEqualTo(401);
        Instant old = now.minusSeconds(330);
        assertThat(call(old, signature(secret, old))).as("played again").isEqualTo(401);
        Instant early = now.plusSeconds(330);
        assertThat(call(early, signature(secret, early))).as("from the future").isEqualTo(401);
        assertThat(call(now, signature(secret, old))).as("with a new date").isEqualTo(401);
        assertThat(call(now, signature(others, now) + " " + signature(secret, now)))
                .as("while a secret changes")
                .isEqualTo(204);
    }

    private static final String BODY =
            "{\"type\":\"covenant.ErasureOrdered\",\"data\":{\"orderId\":\"" + new UUID(0, 1) + "\"}}";

    private int call(Instant at, String signature) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + holders.webhookPort() + "/orders"))
                                .header("webhook-id", "msg_1")
                                .header("webhook-timestamp", Long.toString(at.getEpochSecond()))
                                .header("webhook-signature", signature)
                                .POST(BodyPublishers.ofString(BODY))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static String signature(String secret, Instant at) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
        byte[] signed = ("msg_1." + at.getEpochSecond() + "." + BODY).getBytes(StandardCharsets.UTF_8);
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
    }

    private static void success(Answer answer) {
        assertThat(answer.isSuccess()).as(answer.described()).isTrue();
    }
}
