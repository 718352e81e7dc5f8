package covenant.platform.idempotency;

import covenant.platform.time.CovenantClock;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Keys and first answers. A second call with a key waits for the first one's transaction by the unique key. */
@ApplicationScoped
class IdempotencyStore {
    private static final Duration KEPT = Duration.ofHours(24);

    private final Jdbi jdbi;
    private final CovenantClock clock;

    IdempotencyStore(Jdbi jdbi, CovenantClock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Empty when the key is new and now ours; else the answer that was given first. */
    Optional<StoredAnswer> claim(String caller, String key, byte[] hash) {
        Instant now = clock.now();
        return jdbi.withHandle(h -> {
            int claimed = h.createUpdate("insert into idempotency (caller, key, request_hash, created_at)"
                            + " values (:caller, :key, :hash, :now)"
                            + " on conflict (caller, key) do update set request_hash = excluded.request_hash,"
                            + " status = null, media_type = null, location = null, body = null,"
                            + " created_at = excluded.created_at where idempotency.created_at < :expired")
                    .bind("caller", caller)
                    .bind("key", key)
                    .bind("hash", hash)
                    .bind("now", now)
                    .bind("expired", now.minus(KEPT))
                    .execute();
            return claimed == 1
                    ? Optional.<StoredAnswer>empty()
                    : h.createQuery("select request_hash, status, media_type, location, body from idempotency"
                                    + " where caller = :caller and key = :key")
                            .bind("caller", caller)
                            .bind("key", key)
                            .map((row, context) -> new StoredAnswer(
                                    row.getBytes("request_hash"),
                                    row.getInt("status"),
                                    row.getString("media_type"),
                                    row.getString("location"),
                                    row.getString("body")))
                            .findOne();
        });
    }

    void remember(String caller, String key, Response response, @Nullable String body) {
        jdbi.useHandle(h -> h.createUpdate("update idempotency set status = :status, media_type = :type,"
                        + " location = :location, body = :body where caller = :caller and key = :key")
                .bind("status", response.getStatus())
                .bind(
                        "type",
                        response.getMediaType() == null
                                ? null
                                : response.getMediaType().toString())
                .bind(
                        "location",
                        response.getLocation() == null
                                ? null
                                : response.getLocation().toString())
                .bind("body", body)
                .bind("caller", caller)
                .bind("key", key)
                .execute());
    }

    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forgetExpired() {
        jdbi.useHandle(h -> h.createUpdate("delete from idempotency where created_at < :expired")
                .bind("expired", clock.now().minus(KEPT))
                .execute());
    }
}
