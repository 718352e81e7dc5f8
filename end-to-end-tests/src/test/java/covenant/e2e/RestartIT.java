package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Role;
import covenant.local.demo.Narrator;
import covenant.local.demo.Storyline;
import covenant.local.stack.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A stop in order and a start on the same data directory: nothing is lost, nothing starts over. */
class RestartIT {

    private static SharedStack stack;

    @BeforeAll
    static void prepare() {
        stack = SharedStack.get();
    }

    @Test
    @Tag("AC-85")
    @Tag("AC-87")
    void theNextStartContinuesWhereTheLastOneEnded() {
        String subject = Storyline.against(stack.ports(), stack.data(), new Narrator(line -> {}))
                .play(3);
        advance("PT1H");
        Map<String, String> before = seen(subject);
        Commands.run(stack.data(), "verify");

        stack.restart(() -> {});

        assertThat(seen(subject)).isEqualTo(before);
        assertThat(now(Service.CONSENT))
                .as("the sandbox clock runs on")
                .isAfter(Instant.now().plus(Duration.ofMinutes(59)));
        Commands.run(stack.data(), "verify");
        String next = Storyline.against(stack.ports(), stack.data(), new Narrator(line -> {}))
                .play(3);
        Eventually.holds(
                Eventually.SOON,
                () -> assertThat(stack.api()
                                .asStrongly(Role.COMPLIANCE_AUDITOR)
                                .get(Service.AUDIT, "/v1/entries?type=ConsentGranted&subjectId=" + next)
                                .json()
                                .path("items"))
                        .isNotEmpty());
    }

    /** What a person's data looks like from outside. */
    private static Map<String, String> seen(String subject) {
        Api.Caller backend = stack.api().as(Role.BACKEND);
        Map<String, String> seen = new TreeMap<>();
        seen.put("consents", ok(backend.get(Service.CONSENT, "/v1/subjects/" + subject + "/consents")));
        seen.put("history", ok(backend.get(Service.CONSENT, "/v1/subjects/" + subject + "/consents/history")));
        seen.put(
                "contact points", ok(backend.get(Service.NOTIFICATION, "/v1/subjects/" + subject + "/contact-points")));
        seen.put("cases", ok(backend.get(Service.RETENTION, "/v1/retention-cases?subjectId=" + subject)));
        seen.put("disclosures", ok(backend.get(Service.CONSENT, "/v1/subjects/" + subject + "/disclosures")));
        return seen;
    }

    private static String ok(Answer answer) {
        assertThat(answer.status()).as(answer.described()).isEqualTo(200);
        return answer.text();
    }

    private static void advance(String period) {
        assertThat(Commands.run(stack.data(), "clock", period)).contains("consent-service");
    }

    private static Instant now(Service service) {
        return Instant.parse(
                stack.api().asStrongly(Role.OPS).get(service, "/sandbox/clock").at("/now"));
    }
}
