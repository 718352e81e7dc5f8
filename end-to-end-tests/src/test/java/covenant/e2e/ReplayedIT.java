package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.local.demo.Narrator;
import covenant.local.demo.Storyline;
import covenant.local.fault.FaultFigures;
import covenant.local.fault.FaultRow;
import covenant.local.stack.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** While the system stands still, the broker forgets how far services had read: they are given every topic again, and nothing happens again. */
@Tag("fault")
class ReplayedIT {

    private static final Duration REPLAYED = Duration.ofSeconds(120);
    /** Looks, a tenth of a second and the time of counting apart. */
    private static final int ALIKE = 20;

    /** In the short form those whose effects are felt outside: they erase, and they write to people. */
    private static final Set<Service> REREAD =
            Form.isLong() ? EnumSet.allOf(Service.class) : EnumSet.of(Service.RETENTION, Service.NOTIFICATION);

    @Test
    @Tag("AC-85")
    @Tag("AC-87")
    void everyTopicReadAgainFromItsBeginningChangesNothing() {
        SharedStack stack = SharedStack.get();
        Storyline.against(stack.ports(), stack.data(), new Narrator(line -> {})).play(3);
        Map<Service, Map<String, Long>> rows;
        AtomicLong again = new AtomicLong();
        try (ConsumerGroups groups = new ConsumerGroups(stack.ports().kafka())) {
            groups.awaitNoLag(REPLAYED);
            rows = settled(stack);
            stack.restart(() -> {
                for (Service service : REREAD) {
                    again.addAndGet(groups.rewind(service));
                }
            });
        }
        Duration replayed;
        try (ConsumerGroups groups = new ConsumerGroups(stack.ports().kafka())) {
            replayed = groups.awaitNoLag(REPLAYED);
        }

        assertThat(again.get()).as("deliveries").isPositive();
        assertThat(settled(stack)).as("rows after every topic was read again").isEqualTo(rows);
        assertThat(AuditLog.entriesByEvent(stack.storage()).values())
                .as("entries per event")
                .containsOnly(1);
        Commands.run(stack.data(), "verify");
        Figures.fault(new FaultFigures(
                FaultRow.DELIVERED_AGAIN,
                again.intValue(),
                again.intValue(),
                0,
                0,
                Optional.of(replayed),
                "Every topic given to %d services again from its beginning: %d deliveries; recovery is until all were taken."
                        .formatted(REREAD.size(), again.get())));
    }

    /** What is still on its way, to a provider or through an outbox, adds rows: they are counted when they stay. */
    private static Map<Service, Map<String, Long>> settled(SharedStack stack) {
        List<Map<Service, Map<String, Long>>> looks = new ArrayList<>();
        Eventually.within(REPLAYED, () -> {
            looks.add(rows(stack));
            int seen = looks.size();
            return seen >= ALIKE && new HashSet<>(looks.subList(seen - ALIKE, seen)).size() == 1;
        });
        return looks.getLast();
    }

    /** The audit service goes on to draw its conclusions from what it logged; its entries are compared by event. */
    private static Map<Service, Map<String, Long>> rows(SharedStack stack) {
        Map<Service, Map<String, Long>> rows = State.rows(stack.storage());
        rows.remove(Service.AUDIT);
        return rows;
    }
}
