package covenant.request.item;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Rows of items that people delete themselves. Runs in the caller's transaction. */
@ApplicationScoped
public class Items {
    private final Jdbi jdbi;

    Items(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Empty when it was ordered now; else the deletion that is under way. */
    Optional<UUID> order(UUID id, ItemKey key, Instant at) {
        return jdbi.withHandle(h -> {
            int inserted = h.createUpdate("insert into item_deletion (id, subject_id, category, item_ref, requested_at)"
                            + " values (:id, :subject, :category, :item, :at)"
                            + " on conflict (subject_id, category, item_ref) where done_at is null do nothing")
                    .bind("id", id)
                    .bind("subject", key.subjectId())
                    .bind("category", key.category())
                    .bind("item", key.itemRef())
                    .bind("at", at)
                    .execute();
            return inserted == 1
                    ? Optional.<UUID>empty()
                    : h.createQuery("select id from item_deletion where subject_id = :subject and category = :category"
                                    + " and item_ref = :item and done_at is null")
                            .bind("subject", key.subjectId())
                            .bind("category", key.category())
                            .bind("item", key.itemRef())
                            .mapTo(UUID.class)
                            .findOne();
        });
    }

    /** Erased from the live systems; of requests that are no item nothing happens. */
    public void done(@Nullable UUID id, Instant at) {
        if (id != null) {
            jdbi.useHandle(h -> h.createUpdate(
                            "update item_deletion set done_at = :at" + " where id = :id and done_at is null")
                    .bind("at", at)
                    .bind("id", id)
                    .execute());
        }
    }

    void commit(ItemKey key, String reason, Instant since) {
        jdbi.useHandle(h -> h.createUpdate("insert into item_commitment (subject_id, category, item_ref, reason, since)"
                        + " values (:subject, :category, :item, :reason, :since)"
                        + " on conflict (subject_id, category, item_ref) do update set reason = excluded.reason")
                .bind("subject", key.subjectId())
                .bind("category", key.category())
                .bind("item", key.itemRef())
                .bind("reason", reason)
                .bind("since", since)
                .execute());
    }

    void release(ItemKey key) {
        jdbi.useHandle(h -> h.createUpdate("delete from item_commitment where subject_id = :subject"
                        + " and category = :category and item_ref = :item")
                .bind("subject", key.subjectId())
                .bind("category", key.category())
                .bind("item", key.itemRef())
                .execute());
    }

    Optional<String> commitment(ItemKey key) {
        return jdbi.withHandle(h -> h.createQuery("select reason from item_commitment where subject_id = :subject"
                        + " and category = :category and item_ref = :item for share")
                .bind("subject", key.subjectId())
                .bind("category", key.category())
                .bind("item", key.itemRef())
                .mapTo(String.class)
                .findOne());
    }
}
