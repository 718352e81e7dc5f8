package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Role;
import covenant.local.demo.Narrator;
import covenant.local.demo.Storyline;
import covenant.local.fault.FaultFigures;
import covenant.local.fault.FaultRow;
import covenant.local.stack.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A stop in order and a start on the same data directory: nothing is lost, nothing starts over. Meanwhile the broker forgets how far services had
 * read, so that they are given every topic again from its beginning: nothing happens again.
 */
@Tag("fault")
class ReplayedIT {

    private static final Duration REPLAYED = Duration.ofSeconds(120);

    /** In the short form those whose effects are felt outside: they erase, and they write to people. */
    private static final Set<Service> REREAD =
            Form.isLong() ? EnumSet.allOf(Service.class) : EnumSet.of(Service.RETENTION, Service.NOTIFICATION);

    private static SharedStack stack;

    @BeforeAll
    static void prepare() {
        stack = SharedStack.get();
    }

    @Test
    @Tag("AC-85")
    @Tag("AC-87")
    void everyTopicReadAgainFromItsBeginningChangesNothing() {
        String subject = Storyline.against(stack.ports(), stack.data(), new Narrator(line -> {}))
                .play(3);
        advance("PT1H");
        Map<String, String> before = seen(subject);
        Commands.run(stack.data(), "verify");

        Map<Service, Map<String, Long>> rows;
        long again;
        Duration replayed;
        try (ConsumerGroups groups = new ConsumerGroups(stack.ports().kafka())) {
            groups.awaitNoLag(REPLAYED);
            rows = State.rows(stack.storage());
            AtomicLong rewound = new AtomicLong();
            stack.restart(() -> {
                for (Service service : REREAD) {
                    rewound.addAndGet(groups.rewind(service));
                }
            });
            again = rewound.get();
        }
        try (ConsumerGroups groups = new ConsumerGroups(stack.ports().kafka())) {
            replayed = groups.awaitNoLag(REPLAYED);
        }

        assertThat(State.rows(stack.storage()))
                .as("rows after every topic was read again")
                .isEqualTo(rows);
        assertThat(AuditLog.entriesByEvent(stack.storage()).values())
                .as("entries per event")
                .containsOnly(1);
        Figures.fault(new FaultFigures(
                FaultRow.DELIVERED_AGAIN,
                (int) again,
                (int) again,
                0,
                0,
                Optional.of(replayed),
                "Every topic given to %d services again from its beginning: %d deliveries; recovery is until all were taken."
                        .formatted(REREAD.size(), again)));
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
