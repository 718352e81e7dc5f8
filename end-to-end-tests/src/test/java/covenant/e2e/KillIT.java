package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.contracts.Topic;
import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Events;
import covenant.local.client.Fact;
import covenant.local.client.Role;
import covenant.local.stack.Service;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} of each service under load, and a start by the supervisor: what was acknowledged is there once, what it causes elsewhere happened
 * once. {@code -Dcovenant.e2e.kills=20} kills each more often, {@code -Dcovenant.e2e.replicas=2} runs two of each (as for all tests of this module).
 */
class KillIT {

    private static final Duration SETTLED = Duration.ofSeconds(90);
    private static final int ACTS_BETWEEN_KILLS = 10;

    @Test
    @Tag("R-ENV-2")
    @Tag("R-ENV-3")
    @Tag("AC-45")
    @Tag("AC-87")
    void nothingAcknowledgedIsLostAndNothingHappensTwice() throws SQLException {
        SharedStack stack = SharedStack.get();
        int rounds = Integer.getInteger("covenant.e2e.kills", 1);
        try (Events events = stack.events()) {
            Load load = new Load(stack.api());
            try (load) {
                load.goOnFor(ACTS_BETWEEN_KILLS);
                for (int round = 0; round < rounds; round++) {
                    for (Service service : Service.values()) {
                        stack.kill(service);
                        load.goOnFor(ACTS_BETWEEN_KILLS);
                    }
                }
            }
            consentsAreThereOnce(stack, load, events);
            closuresHaveOneCaseEach(stack, load);
            requestsAreThereOnce(stack, load);
            contactPointsAreThere(stack, load);
            factsAreLoggedOnce(stack, load);
            everyEventIsLoggedOnce(stack, events);
            Figures.print(
                    "%d kills, acknowledged: %s; lost 0, doubled 0", rounds * Service.values().length, counts(load));
        }
    }

    private static void consentsAreThereOnce(SharedStack stack, Load load, Events events) {
        Api.Caller backend = stack.api().as(Role.BACKEND);
        List<String> wrong = new ArrayList<>();
        for (String subject : load.acknowledged(Load.Kind.CONSENT)) {
            Answer answer = backend.get(Service.CONSENT, "/v1/subjects/" + subject + "/consents");
            long granted = StreamSupport.stream(items(answer).spliterator(), false)
                    .filter(item -> item.path("purpose").asText().equals("SERVICE_DELIVERY"))
                    .count();
            if (granted != 1) {
                wrong.add(answer.described());
            }
        }
        assertThat(wrong)
                .as("acknowledged consents that are not there exactly once")
                .isEmpty();
        Eventually.holds(SETTLED, () -> {
            Map<String, Set<String>> ids = new HashMap<>();
            for (Fact fact : events.all(Topic.CONSENT.topicName())) {
                if (fact.type().equals("ConsentGranted")) {
                    ids.computeIfAbsent(fact.key(), key -> new HashSet<>()).add(fact.header("ce_id"));
                }
            }
            assertThat(load.acknowledged(Load.Kind.CONSENT))
                    .as("exactly one ConsentGranted for each acknowledged consent")
                    .allSatisfy(subject ->
                            assertThat(ids.getOrDefault(subject, Set.of())).hasSize(1));
        });
    }

    private static void closuresHaveOneCaseEach(SharedStack stack, Load load) {
        Api.Caller operator = stack.api().asStrongly(Role.PRIVACY_OPERATOR);
        for (String subject : load.acknowledged(Load.Kind.CLOSURE)) {
            Eventually.holds(SETTLED, () -> {
                Answer answer = operator.get(Service.RETENTION, "/v1/retention-cases?accountId=acc-" + subject);
                assertThat(answer.json().path("items").size())
                        .as(answer.described())
                        .isEqualTo(1);
            });
        }
    }

    private static void requestsAreThereOnce(SharedStack stack, Load load) {
        Api.Caller operator = stack.api().asStrongly(Role.PRIVACY_OPERATOR);
        for (String subject : load.acknowledged(Load.Kind.REQUEST)) {
            Answer answer = operator.get(Service.DATA_SUBJECT_REQUEST, "/v1/requests?subjectId=" + subject);
            assertThat(answer.json().path("items").size())
                    .as(answer.described())
                    .isEqualTo(1);
        }
    }

    private static void contactPointsAreThere(SharedStack stack, Load load) {
        Api.Caller backend = stack.api().as(Role.BACKEND);
        for (String subject : load.acknowledged(Load.Kind.CONTACT_POINTS)) {
            Answer answer = backend.get(Service.NOTIFICATION, "/v1/subjects/" + subject + "/contact-points");
            assertThat(answer.at("/email")).as(answer.described()).contains("@");
        }
    }

    private static void factsAreLoggedOnce(SharedStack stack, Load load) {
        Api.Caller auditor = stack.api().asStrongly(Role.COMPLIANCE_AUDITOR);
        for (String subject : load.acknowledged(Load.Kind.FACT)) {
            Answer answer = auditor.get(Service.AUDIT, "/v1/entries?type=LoadFact&subjectId=" + subject);
            assertThat(answer.json().path("items").size())
                    .as(answer.described())
                    .isEqualTo(1);
        }
    }

    /** However often an event was delivered, the log has one entry of it. */
    private static void everyEventIsLoggedOnce(SharedStack stack, Events events) {
        Eventually.holds(SETTLED, () -> {
            Map<String, Long> entries = AuditLog.entriesByEvent(stack.storage());
            Set<String> published = new HashSet<>();
            for (Topic topic : Topic.values()) {
                for (Fact fact : events.all(topic.topicName())) {
                    if (!fact.header("ce_id").isEmpty()) {
                        published.add(fact.header("ce_id"));
                    }
                }
            }
            assertThat(entries.keySet()).as("events that are logged").containsAll(published);
            assertThat(entries.values()).as("entries per event").containsOnly(1L);
        });
    }

    private static JsonNode items(Answer answer) {
        assertThat(answer.status()).as(answer.described()).isEqualTo(200);
        return answer.json().has("items")
                ? answer.json().path("items")
                : answer.json().path("consents");
    }

    private static Map<Load.Kind, Integer> counts(Load load) {
        Map<Load.Kind, Integer> counts = new java.util.EnumMap<>(Load.Kind.class);
        for (Load.Kind kind : Load.Kind.values()) {
            counts.put(kind, load.acknowledged(kind).size());
        }
        return counts;
    }
}
