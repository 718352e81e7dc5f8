package covenant.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import covenant.contracts.NotificationEvent.Channel;
import covenant.notification.channel.SendResult.Accepted;
import covenant.notification.channel.SendResult.Fault;
import covenant.notification.channel.SendResult.Permanent;
import covenant.notification.channel.SendResult.Temporary;
import covenant.notification.template.Rendered;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each profile against a server that answers as its provider does. */
@Tag("AC-82")
class GatewayProfilesTest {
    private static final UUID ID = UUID.fromString("019ac000-0000-7000-8000-000000000001");
    private static final String HOSTILE = "a\"b\\c\n</x>&to=1{text}%0d$1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> seen = new ConcurrentHashMap<>();
    private HttpServer server;
    private volatile int status = 200;
    private volatile String answer = "";
    private volatile String retryAfter = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        seen.put(path, body);
        exchange.getRequestHeaders()
                .forEach((name, values) -> seen.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
        boolean token = path.equals("/token");
        byte[] bytes =
                (token ? "{\"access_token\":\"t-1\",\"expires_in\":3599}" : answer).getBytes(StandardCharsets.UTF_8);
        if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
        }
        exchange.sendResponseHeaders(token ? 200 : status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void ourOwnFormatIsSignedOverTimestampAndBody() throws IOException {
        answer = "{\"id\":\"p-1\"}";

        SendResult result = sender(Channel.SMS, "generic", Map.of()).send(message(HOSTILE));

        assertThat(result).isEqualTo(new Accepted("p-1"));
        JsonNode body = JSON.readTree(seen.get("/"));
        assertThat(body.path("text").asText()).isEqualTo(HOSTILE);
        assertThat(body.path("to").asText()).isEqualTo("10000000001");
        assertThat(seen.get("x-covenant-signature"))
                .isEqualTo(GatewaySignature.of("secret", seen.get("x-covenant-timestamp"), seen.get("/")));
        assertThat(seen.get("idempotency-key")).isEqualTo(ID.toString());
    }

    @Test
    void alibabaCloudIsAskedForAnApprovedTemplate() throws IOException {
        answer = "{\"Message\":\"OK\",\"RequestId\":\"r\",\"BizId\":\"108374502347^1\",\"Code\":\"OK\"}";

        SendResult result = sender(Channel.SMS, "aliyun", Map.of("codes.breach", "SMS_1:facts,contact"))
                .send(message(HOSTILE));

        assertThat(result).isEqualTo(new Accepted("108374502347^1"));
        var sent = AliyunSigning.parse(seen.get("/"));
        assertThat(sent).containsEntry("Action", "SendSms").containsEntry("TemplateCode", "SMS_1");
        assertThat(sent).containsEntry("PhoneNumbers", "10000000001").containsEntry("OutId", ID.toString());
        assertThat(JSON.readTree(sent.get("TemplateParam")))
                .isEqualTo(JSON.createObjectNode().put("facts", HOSTILE).put("contact", "c"));
        String signature = sent.remove("Signature");
        assertThat(new AliyunSigning("key", "secret").signature("POST", sent)).isEqualTo(signature);
    }

    @Test
    void tencentCloudIsAskedWithItsValuesInOrder() throws IOException {
        answer = "{\"Response\":{\"SendStatusSet\":[{\"SerialNo\":\"5000:1\",\"Code\":\"Ok\"}],\"RequestId\":\"r\"}}";

        SendResult result = sender(Channel.SMS, "tencent", Map.of("codes.breach.en", "1001:contact,facts"))
                .send(message(HOSTILE));

        assertThat(result).isEqualTo(new Accepted("5000:1"));
        JsonNode body = JSON.readTree(seen.get("/"));
        assertThat(body.path("PhoneNumberSet").get(0).asText()).isEqualTo("10000000001");
        assertThat(body.path("TemplateId").asText()).isEqualTo("1001");
        assertThat(body.path("TemplateParamSet").get(0).asText()).isEqualTo("c");
        assertThat(body.path("TemplateParamSet").get(1).asText()).isEqualTo(HOSTILE);
        assertThat(seen.get("x-tc-action")).isEqualTo("SendSms");
        assertThat(seen.get("authorization"))
                .isEqualTo(new TencentSigning("key", "secret", "sms", "application/json; charset=utf-8", Map.of())
                        .authorization(
                                "127.0.0.1:" + server.getAddress().getPort(),
                                seen.get("/"),
                                Long.parseLong(seen.get("x-tc-timestamp"))));
    }

    @Test
    void jpushIsAskedForOneDevice() throws IOException {
        answer = "{\"sendno\":\"0\",\"msg_id\":\"18100\"}";

        SendResult result = sender(Channel.PUSH, "jpush", Map.of()).send(message(HOSTILE));

        assertThat(result).isEqualTo(new Accepted("18100"));
        JsonNode body = JSON.readTree(seen.get("/"));
        assertThat(body.at("/audience/registration_id/0").asText()).isEqualTo("10000000001");
        assertThat(body.at("/notification/android/alert").asText()).isEqualTo(HOSTILE);
        assertThat(seen.get("authorization"))
                .isEqualTo(
                        "Basic " + Base64.getEncoder().encodeToString("key:secret".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void firebaseIsAskedWithATokenForTheServiceAccount() throws Exception {
        answer = "{\"name\":\"projects/p/messages/1\"}";
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";

        SendResult result = sender(
                        Channel.PUSH,
                        "fcm",
                        Map.of(
                                "secret",
                                pem,
                                "signing.token-url",
                                base() + "/token",
                                "url",
                                base() + "/v1/projects/{app}/messages:send",
                                "app",
                                "p"))
                .send(message(HOSTILE));

        assertThat(result).isEqualTo(new Accepted("projects/p/messages/1"));
        JsonNode body = JSON.readTree(seen.get("/v1/projects/p/messages:send"));
        assertThat(body.at("/message/notification/body").asText()).isEqualTo(HOSTILE);
        assertThat(body.at("/message/token").asText()).isEqualTo("10000000001");
        assertThat(seen.get("authorization")).isEqualTo("Bearer t-1");
        String[] jwt = AliyunSigning.parse(seen.get("/token")).get("assertion").split("\\.");
        Signature check = Signature.getInstance("SHA256withRSA");
        check.initVerify(pair.getPublic());
        check.update((jwt[0] + "." + jwt[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(check.verify(Base64.getUrlDecoder().decode(jwt[2]))).isTrue();
    }

    @ParameterizedTest(name = "{0} answers {1} {2}: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "generic | 200 | <html>            | TAKEN",
                "generic | 400 |                   | GATEWAY_400 for good",
                "generic | 401 |                   | GATEWAY_401 PROVIDER",
                "generic | 404 |                   | GATEWAY_404 for good",
                "generic | 408 |                   | GATEWAY_408 MESSAGE",
                "generic | 429 |                   | GATEWAY_429 THROTTLED",
                "generic | 503 | {\"id\":\"p\"}    | GATEWAY_503 PROVIDER",
                "generic | 302 |                   | GATEWAY_302 PROVIDER",
                "aliyun  | 200 | <html>            | GATEWAY_ANSWER_UNREADABLE PROVIDER",
                "aliyun  | 200 | {\"Code\":\"OK\"} | TAKEN",
                "aliyun  | 200 | {\"Code\":\"isv.MOBILE_NUMBER_ILLEGAL\"}   | GATEWAY_isv.MOBILE_NUMBER_ILLEGAL for good",
                "aliyun  | 200 | {\"Code\":\"isv.BUSINESS_LIMIT_CONTROL\"} | GATEWAY_isv.BUSINESS_LIMIT_CONTROL THROTTLED",
                "aliyun  | 400 | {\"Code\":\"SignatureDoesNotMatch\"}      | GATEWAY_SignatureDoesNotMatch PROVIDER",
                "tencent | 200 | {\"Response\":{\"Error\":{\"Code\":\"AuthFailure\"}}} | GATEWAY_AuthFailure PROVIDER",
                "tencent | 200 | {\"Response\":{\"SendStatusSet\":[{\"Code\":\"FailedOperation.PhoneNumberInBlacklist\"}]}} | GATEWAY_FailedOperation.PhoneNumberInBlacklist for good",
                "jpush   | 200 | {}                | GATEWAY_ANSWER_UNREADABLE PROVIDER",
                "jpush   | 400 | {\"error\":{\"code\":1011,\"message\":\"m\"}} | GATEWAY_1011 for good",
                "fcm     | 404 | {\"error\":{\"code\":404,\"status\":\"NOT_FOUND\"}} | GATEWAY_NOT_FOUND for good",
                "fcm     | 401 | {\"error\":{\"code\":401,\"status\":\"UNAUTHENTICATED\"}} | GATEWAY_UNAUTHENTICATED PROVIDER"
            })
    void whatIsNotTheRecipientsFaultIsTriedAgain(String profile, int code, String body, String expected) {
        status = code;
        answer = body == null ? "" : body;
        Channel channel = profile.equals("jpush") || profile.equals("fcm") ? Channel.PUSH : Channel.SMS;
        Map<String, String> more = new HashMap<>(Map.of("codes.default", "SMS_1"));
        if (profile.equals("fcm")) {
            more.put("signing", "NONE");
        }

        SendResult result = sender(channel, profile, more).send(message("text"));

        String words = switch (result) {
            case Accepted a -> "TAKEN";
            case Permanent p -> p.code() + " for good";
            case Temporary t -> t.code() + " " + t.fault();
        };
        assertThat(words).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"120, 120", "7200, 7200", "99999999, 86400", "soon, -1", "-5, -1"})
    void retryAfterIsHonouredUpToADay(String header, long seconds) {
        status = 429;
        retryAfter = header;

        SendResult result = sender(Channel.SMS, "generic", Map.of()).send(message("text"));

        assertThat(result)
                .isEqualTo(new Temporary(
                        "GATEWAY_429", seconds < 0 ? null : Duration.ofSeconds(seconds), Fault.THROTTLED));
    }

    @Test
    void aProviderThatDoesNotAnswerOrIsNotThereIsAway() throws IOException {
        server.removeContext("/");
        server.createContext("/", exchange -> {});
        GatewaySender slow =
                new GatewaySender(Channel.SMS, profile(Channel.SMS, "generic", Map.of()), Duration.ofMillis(300), JSON);
        assertThat(slow.send(message("text"))).isEqualTo(new Temporary("GATEWAY_AWAY", null, Fault.PROVIDER));
        server.stop(0);

        assertThat(slow.send(message("text"))).isEqualTo(new Temporary("GATEWAY_AWAY", null, Fault.PROVIDER));
        start();
    }

    @Test
    void aMessageForWhichTheProviderHasNoTemplateGoesAnotherWay() {
        assertThat(sender(Channel.SMS, "aliyun", Map.of("codes.termination", "SMS_9"))
                        .send(message("text")))
                .isEqualTo(new Permanent("PROVIDER_TEMPLATE_MISSING"));
    }

    private GatewaySender sender(Channel channel, String name, Map<String, String> more) {
        return new GatewaySender(channel, profile(channel, name, more), Duration.ofSeconds(5), JSON);
    }

    private GatewayProfile profile(Channel channel, String name, Map<String, String> more) {
        Map<String, String> entries = new HashMap<>(
                Map.of("url", base() + "/", "key", "key", "secret", "secret", "sign", "Covenant", "app", "app-1"));
        entries.putAll(more);
        return GatewayProfile.load(channel, name, entry -> Optional.ofNullable(entries.get(entry)));
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static Outgoing message(String text) {
        return new Outgoing(
                ID,
                "10000000001",
                new Rendered("en", "Title", text, "", "breach", 1, Map.of("facts", text, "contact", "c")));
    }
}
