package covenant.platform.holder;

import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * A circuit breaker per holder, shared by all replicas: after five failures in a row the holder is left alone, 30 s first, then
 * twice as long each time up to ten minutes; after each pause one order is tried.
 */
@ApplicationScoped
@IfBuildProperty(name = "covenant.orders.enabled", stringValue = "true")
class HolderCircuit {
    static final int FAILURES_TO_OPEN = 5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final int MOST_DOUBLINGS = 5;

    private final Jdbi jdbi;

    HolderCircuit(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * How many orders the holder may get now: all that were asked for, one to try it out, or none. Locks the circuit's row:
     * of several replicas one tries.
     */
    int admitted(String holderId, int wanted, Instant now, Instant triedBy) {
        return jdbi.withHandle(h -> {
            Optional<Integer> failures = h.createQuery("select failures from holder_circuit where holder_id = :holder"
                            + " and failures >= :open for update")
                    .bind("holder", holderId)
                    .bind("open", FAILURES_TO_OPEN)
                    .mapTo(Integer.class)
                    .findOne();
            if (failures.isEmpty()) {
                return wanted;
            }
            return h.createUpdate("update holder_circuit set open_until = :until where holder_id = :holder"
                            + " and open_until <= :now")
                    .bind("until", triedBy)
                    .bind("holder", holderId)
                    .bind("now", now)
                    .execute();
        });
    }

    void succeeded(String holderId) {
        jdbi.useHandle(h -> h.createUpdate("delete from holder_circuit where holder_id = :holder")
                .bind("holder", holderId)
                .execute());
    }

    void failed(String holderId, Instant now) {
        int failures = jdbi.withHandle(h -> h.createQuery("insert into holder_circuit as c (holder_id, failures)"
                        + " values (:holder, 1) on conflict (holder_id) do update set failures = c.failures + 1"
                        + " returning failures")
                .bind("holder", holderId)
                .mapTo(Integer.class)
                .one());
        if (failures >= FAILURES_TO_OPEN) {
            jdbi.useHandle(
                    h -> h.createUpdate("update holder_circuit set open_until = :until where holder_id = :holder")
                            .bind("until", now.plus(pause(failures)))
                            .bind("holder", holderId)
                            .execute());
        }
    }

    static Duration pause(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(MOST_DOUBLINGS, failures - FAILURES_TO_OPEN));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
