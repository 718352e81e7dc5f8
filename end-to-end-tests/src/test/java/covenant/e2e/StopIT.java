package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.embedded.identity.TokenMint;
import covenant.embedded.identity.TokenRequest;
import covenant.local.client.Answer;
import covenant.local.client.Role;
import covenant.local.client.Unanswered;
import covenant.local.stack.Service;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A service that is told to stop ends what it has begun: the call that was on its way in is answered, and its effect is there after the next start. */
@Tag("AC-87")
class StopIT {

    /** A call whose body arrives in two halves. */
    private record HalfCall(Socket socket, String rest) {

        static HalfCall begin(int port, String line, String token, String body) throws IOException {
            Socket socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(15_000);
            int half = body.length() / 2;
            String head =
                    "%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                            .formatted(line, token, body.length());
            socket.getOutputStream().write((head + body.substring(0, half)).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new HalfCall(socket, body.substring(half));
        }

        /** Sends the rest; answers the first line of what comes back. */
        String end() throws IOException {
            try (socket) {
                socket.getOutputStream().write(rest.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                return String.valueOf(
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                                .readLine());
            }
        }
    }

    private static final String PERSON = "stop-" + Long.toString(System.nanoTime() & 0xffffff, 36);

    @Test
    void aCallThatHasBegunWhenTheServiceIsToldToStopIsAnswered() throws Exception {
        SharedStack stack = SharedStack.get();
        String token = new TokenMint(stack.keys().tokenSigningKey())
                .mint(TokenRequest.of(Role.BACKEND.usualSubject(), Role.BACKEND.name()));
        Map<Service, HalfCall> begun = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            begun.put(service, HalfCall.begin(stack.ports().of(service), line(service), token, body(stack, service)));
            // Answered after the half was sent: it has arrived.
            assertThat(stack.api()
                            .withToken(Optional.empty())
                            .get(service, "/q/health/live")
                            .status())
                    .isEqualTo(200);
        }

        Map<Service, Long> told = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            told.put(service, stack.tellToStop(service));
        }
        for (Service service : Service.values()) {
            Eventually.holds(
                    Eventually.SOON,
                    () -> assertThat(takesCalls(stack, service)).isFalse());
        }

        for (Service service : Service.values()) {
            assertThat(begun.get(service).end()).as(service.module()).matches("HTTP/1.1 20[01] .*");
        }
        for (Service service : Service.values()) {
            stack.awaitBack(service, told.get(service));
        }
        assertThat(stack.api()
                        .as(Role.BACKEND)
                        .get(Service.CONSENT, "/v1/subjects/" + PERSON + "/consents")
                        .text())
                .contains("SERVICE_DELIVERY");
        assertThat(stack.api()
                        .as(Role.BACKEND)
                        .get(Service.NOTIFICATION, "/v1/subjects/" + PERSON + "/contact-points")
                        .at("/email"))
                .contains("@");
    }

    private static boolean takesCalls(SharedStack stack, Service service) {
        try {
            Answer answer = stack.api().withToken(Optional.empty()).get(service, "/v1/unknown");
            return answer.status() != 503;
        } catch (Unanswered e) {
            return false;
        }
    }

    private static String line(Service service) {
        return switch (service) {
            case CONSENT -> "POST /v1/consents";
            case DATA_SUBJECT_REQUEST -> "POST /v1/requests";
            case RETENTION -> "PUT /v1/accounts/acc-" + PERSON;
            case NOTIFICATION -> "PUT /v1/subjects/" + PERSON + "/contact-points";
            case AUDIT -> "POST /v1/entries";
        };
    }

    private static String body(SharedStack stack, Service service) {
        return switch (service) {
            case CONSENT -> {
                Answer policy = stack.api().as(Role.BACKEND).get(Service.CONSENT, "/v1/policies/current");
                yield """
                        {"subjectId": "%s", "policyVersion": "%s", "policySha256": "%s", "presentedAt": "2026-01-01T00:00:00Z",
                         "acceptedAt": "2026-01-01T00:00:00Z", "method": "CLICK", "channel": "APP", "appVersion": "1", "locale": "zh-CN",
                         "highlightedSectionsShown": [], "grants": [{"purpose": "SERVICE_DELIVERY", "decision": "GRANT"}]}""".formatted(PERSON, policy.at("/version"), policy.at("/sha256"));
            }
            case DATA_SUBJECT_REQUEST -> """
                        {"subjectId": "%s", "type": "ACCESS", "requester": "SELF", "channel": "APP"}""".formatted(PERSON);
            case RETENTION -> """
                        {"subjectId": "%s", "openedAt": "2026-01-01T00:00:00Z"}""".formatted(PERSON);
            case NOTIFICATION -> """
                        {"email": "%s@example.org", "locale": "en", "preferred": ["EMAIL"]}""".formatted(PERSON);
            case AUDIT -> """
                        {"type": "LoadFact", "subjectId": "%s", "details": {}}""".formatted(PERSON);
        };
    }
}
