package covenant.consent.exception;

import covenant.contracts.NotificationEvent.MessageClass;
import covenant.contracts.NotificationEvent.NotificationRequested;
import covenant.contracts.SubjectId;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * When an emergency ends, the people whose data was used to protect vital interests are told (policy 1.3.4, PIPL art. 18): those
 * whom the exception named, and those of whom it was used. Nobody is told where a recorded duty of secrecy forbids it.
 */
@ApplicationScoped
class EmergencyEndSweep {
    private static final String TEMPLATE = "vital-interest-use";

    private final Jdbi jdbi;
    private final Outbox outbox;
    private final CovenantClock clock;

    EmergencyEndSweep(Jdbi jdbi, Outbox outbox, CovenantClock clock) {
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.clock = clock;
    }

    private record Ended(UUID id, boolean secret, List<String> named, List<String> categories) {}

    private record Used(Instant first, List<String> categories) {}

    @Scheduled(every = "{covenant.consent.expiry.every}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        while (QuarkusTransaction.requiringNew().call(this::tellNext)) {
            // one emergency after the other
        }
    }

    /** False when no emergency is left that ended untold. */
    boolean tellNext() {
        Instant now = clock.now();
        Optional<Ended> ended = jdbi.withHandle(h -> h.createQuery("select id, secret, subject_ids, categories"
                        + " from exception_use where code = 'VITAL_INTERESTS' and told_at is null"
                        + " and (valid_until <= :now or revoked_at is not null) limit 1 for update skip locked")
                .bind("now", now)
                .map((row, context) -> new Ended(
                        row.getObject("id", UUID.class),
                        row.getBoolean("secret"),
                        List.of((String[]) row.getArray("subject_ids").getArray()),
                        List.of((String[]) row.getArray("categories").getArray())))
                .findOne());
        ended.ifPresent(e -> {
            if (!e.secret()) {
                tell(e, now);
            }
            jdbi.useHandle(h -> h.createUpdate("update exception_use set told_at = :now where id = :id")
                    .bind("now", now)
                    .bind("id", e.id())
                    .execute());
        });
        return ended.isPresent();
    }

    private void tell(Ended e, Instant now) {
        Map<String, Used> used = used(e.id());
        Set<String> people = new TreeSet<>(used.keySet());
        e.named().stream().filter(id -> SubjectId.check(id).isEmpty()).forEach(people::add);
        outbox.appendAll(people.stream()
                .map(person -> notice(e, person, Optional.ofNullable(used.get(person)), now))
                .toList());
    }

    private static EventDraft notice(Ended e, String person, Optional<Used> used, Instant now) {
        UUID id = Ids.next(now);
        Map<String, String> parameters = used.map(u -> Map.of(
                        "usedAt",
                        LegalCalendar.dayOf(u.first()).toString(),
                        "categories",
                        String.join(", ", u.categories())))
                .orElseGet(() -> Map.of("categories", String.join(", ", e.categories())));
        return EventDraft.about(
                person,
                id.toString(),
                new NotificationRequested(
                        id,
                        MessageClass.RIGHTS,
                        TEMPLATE,
                        person,
                        null,
                        null,
                        parameters,
                        null,
                        TEMPLATE + "/" + e.id(),
                        null,
                        null));
    }

    private Map<String, Used> used(UUID exception) {
        Map<String, Used> used = new java.util.LinkedHashMap<>();
        jdbi.useHandle(h -> h.createQuery("select subject_id, min(first_used_at) as first, array_agg(distinct category"
                        + " order by category) as categories from exception_disclosure where exception_id = :id"
                        + " group by subject_id")
                .bind("id", exception)
                .map((row, context) -> Map.entry(
                        row.getString("subject_id"),
                        new Used(row.getTimestamp("first").toInstant(), List.of((String[])
                                row.getArray("categories").getArray()))))
                .forEach(entry -> used.put(entry.getKey(), entry.getValue())));
        return used;
    }
}
