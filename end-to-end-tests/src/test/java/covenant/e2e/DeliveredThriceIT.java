package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.Topic;
import covenant.local.client.Events;
import covenant.local.client.Fact;
import covenant.local.client.Role;
import covenant.local.client.Storage;
import covenant.local.fault.FaultFigures;
import covenant.local.fault.FaultRow;
import covenant.local.stack.Service;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every event of some persons comes twice more, in another order across persons: nothing is there that was not there before. */
@Tag("fault")
class DeliveredThriceIT {

    private static final Duration SETTLED = Duration.ofSeconds(60);
    private static final int MORE = 2;
    private static final long SEED = Long.getLong("covenant.e2e.seed", System.nanoTime());

    @Test
    @Tag("R-ENV-3")
    @Tag("R-ENV-4")
    @Tag("AC-45")
    void whatIsDeliveredThreeTimesInAnotherOrderChangesNothing() {
        SharedStack stack = SharedStack.get();
        Storage storage = stack.storage();
        try (Events events = stack.events();
                ConsumerGroups groups = new ConsumerGroups(stack.ports().kafka())) {
            Load load = Load.on(stack.api());
            try (load) {
                load.goOnFor(Form.times(12, 200));
            }
            withdraw(stack, load);
            Reckoning.of(load, storage, events).mustBeEven();
            groups.awaitNoLag(SETTLED);
            awaitDeadlines(storage);
            Map<Service, List<String>> before = State.of(load.name(), storage);
            Map<Service, Map<String, Long>> rows = State.rows(storage);
            List<Fact> told = told(events, load);

            for (int again = 0; again < MORE; again++) {
                shuffled(told, new Random(SEED + again))
                        .forEach(fact -> events.publishRaw(fact.topic(), fact.key(), fact.value(), fact.headers()));
            }
            groups.awaitNoLag(SETTLED);
            awaitDeadlines(storage);

            assertThat(State.of(load.name(), storage)).as("seed %d", SEED).isEqualTo(before);
            assertThat(State.rows(storage)).as("seed %d", SEED).isEqualTo(rows);
            Reckoning reckoning = Reckoning.of(load, storage, events).mustBeEven();
            Figures.fault(new FaultFigures(
                    FaultRow.DELIVERED_AGAIN,
                    MORE * told.size(),
                    told.size(),
                    reckoning.lost().size(),
                    reckoning.doubled().size(),
                    Optional.empty(),
                    "%d events of %d persons on %d topics delivered %d times more, shuffled across persons."
                            .formatted(
                                    told.size(),
                                    told.stream().map(Fact::key).distinct().count(),
                                    told.stream().map(Fact::topic).distinct().count(),
                                    MORE)));
        }
    }

    /** The audit-service notes the deadlines that its log tells of some seconds later. */
    private static void awaitDeadlines(Storage storage) {
        long size = Sql.number(storage, Service.AUDIT, "select max(size) from checkpoint");
        Eventually.within(
                SETTLED, () -> Sql.number(storage, Service.AUDIT, "select next_index from finding_progress") >= size);
    }

    /** So that a person has a history: a consent that was granted and taken back. */
    private static void withdraw(SharedStack stack, Load load) {
        for (String subject : load.acknowledged(Load.Kind.CONSENT).subList(0, 5)) {
            assertThat(stack.api()
                            .as(Role.BACKEND)
                            .post(
                                    Service.CONSENT,
                                    "/v1/subjects/" + subject + "/withdrawals",
                                    "{\"purposes\": [\"SERVICE_DELIVERY\"]}")
                            .isSuccess())
                    .isTrue();
        }
    }

    private static List<Fact> told(Events events, Load load) {
        List<Fact> told = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            for (Fact fact : events.all(topic.topicName())) {
                if (fact.key() != null && fact.key().startsWith(load.name())) {
                    told.add(fact);
                }
            }
        }
        assertThat(told).as("there is something to repeat").hasSizeGreaterThan(30);
        return told;
    }

    /** The order of each key on its topic stays, as Kafka keeps it; which key comes next is chance. */
    private static List<Fact> shuffled(List<Fact> told, Random random) {
        Map<String, Deque<Fact>> byKey = new LinkedHashMap<>();
        told.forEach(fact -> byKey.computeIfAbsent(fact.topic() + " " + fact.key(), key -> new ArrayDeque<>())
                .add(fact));
        List<Deque<Fact>> waiting = new ArrayList<>(byKey.values());
        List<Fact> shuffled = new ArrayList<>();
        while (!waiting.isEmpty()) {
            int next = random.nextInt(waiting.size());
            shuffled.add(waiting.get(next).removeFirst());
            if (waiting.get(next).isEmpty()) {
                waiting.remove(next);
            }
        }
        return shuffled;
    }
}
