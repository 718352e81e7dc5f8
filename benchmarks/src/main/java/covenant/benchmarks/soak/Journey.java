package covenant.benchmarks.soak;

import covenant.benchmarks.load.GrantBody;
import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Role;
import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * What one invented person does: leaves an address, consents, is decided about four times; every fifth files a request, every second closes the
 * account. The closing lies forty days back, so that its month is over and the erasure begins at once.
 */
final class Journey {

    static final String PREFIX = "soak-";
    static final int CLOSES_EVERY = 2;

    private static final int DECISIONS = 4;
    private static final int REQUEST_EVERY = 5;
    private static final Duration BACK = Duration.ofDays(40);

    private final Api.Caller backend;
    private final GrantBody grant;
    private final AccountSystem accounts;

    Journey(Stack stack, AccountSystem accounts) {
        this.backend = new Api(stack.ports(), stack.keys()).as(Role.BACKEND);
        this.grant = GrantBody.inForce(stack);
        this.accounts = accounts;
    }

    /** @throws IllegalStateException when a call is not answered as it must be */
    void of(long number) {
        String person = PREFIX + number;
        require(
                204,
                backend.put(
                        Service.NOTIFICATION,
                        "/v1/subjects/" + person + "/contact-points",
                        "{\"email\": \"" + person + "@example.org\", \"locale\": \"en\"}"));
        require(201, backend.post(Service.CONSENT, "/v1/consents", text(grant.body(person))));
        for (int i = 0; i < DECISIONS; i++) {
            Answer decision = backend.post(
                    Service.CONSENT,
                    "/v1/decisions",
                    "{\"subjectId\":\"" + person + "\",\"purpose\":\"" + GrantBody.PURPOSE
                            + "\",\"category\":\"financial.bank_card\"}");
            require(200, decision);
            if (!decision.at("/decision").equals("PERMIT")) {
                throw new IllegalStateException(decision.described());
            }
        }
        if (number % REQUEST_EVERY == 0) {
            require(
                    201,
                    backend.post(
                            Service.DATA_SUBJECT_REQUEST,
                            "/v1/requests",
                            "{\"subjectId\":\"" + person
                                    + "\",\"type\":\"ACCESS\",\"channel\":\"APP\",\"categories\":[\"basic.name\"]}"));
        }
        if (closes(number)) {
            accounts.close(person, Instant.now().minus(BACK));
        }
    }

    static boolean closes(long number) {
        return number % CLOSES_EVERY == 1;
    }

    private static void require(int status, Answer answer) {
        // Where 204 is expected a body does no harm.
        boolean good = status == 204 ? answer.isSuccess() : answer.status() == status;
        if (!good) {
            throw new IllegalStateException(answer.described());
        }
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
