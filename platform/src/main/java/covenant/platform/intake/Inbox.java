package covenant.platform.intake;

import covenant.platform.deadletter.DeadLetterReason;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Table {@code inbox}: which events were taken. Runs in the effect's transaction. */
@ApplicationScoped
class Inbox {
    private static final HexFormat HEX = HexFormat.of();

    private final Jdbi jdbi;
    private final CovenantClock clock;

    Inbox(Jdbi jdbi, CovenantClock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Marks events of one topic as taken; a second delivery waits for the first one's transaction.
     *
     * @return the ids of those that had not been taken before
     */
    Set<UUID> take(List<Delivery> deliveries) {
        return new HashSet<>(jdbi.withHandle(h -> h.createQuery("""
                        insert into inbox (event_id, topic, payload_hash, outcome, taken_at)
                        select id, :topic, decode(hash, 'hex'), 'APPLIED', :now
                        from unnest(:ids, :hashes) with ordinality as e (id, hash, place) order by place
                        on conflict do nothing returning event_id""")
                .bind("topic", deliveries.getFirst().record().topic())
                .bind("now", clock.now())
                .bindArray(
                        "ids", UUID.class, deliveries.stream().map(Delivery::id).toList())
                .bindArray(
                        "hashes",
                        String.class,
                        deliveries.stream()
                                .map(delivery -> HEX.formatHex(hash(delivery)))
                                .toList())
                .mapTo(UUID.class)
                .list()));
    }

    /** @throws EventRejectedException if what was taken under this id said something else */
    void requireSamePayload(Delivery again) {
        byte[] known = jdbi.withHandle(h -> h.createQuery("select payload_hash from inbox where event_id = :id")
                .bind("id", again.id())
                .mapTo(byte[].class)
                .one());
        if (!Arrays.equals(known, hash(again))) {
            throw new EventRejectedException(
                    DeadLetterReason.EVENT_ID_REUSED, "the event id was seen with another payload");
        }
    }

    void outcome(Delivery delivery, String outcome) {
        jdbi.useHandle(h -> h.createUpdate("update inbox set outcome = :outcome where event_id = :id")
                .bind("outcome", outcome)
                .bind("id", delivery.id())
                .execute());
    }

    private static byte[] hash(Delivery delivery) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(delivery.record().value());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
