package covenant.request.view;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Views that people opened on their data, and what systems handed in for them. Runs in the caller's transaction. */
@ApplicationScoped
public class DataViewStore {
    private final Jdbi jdbi;

    DataViewStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    record View(UUID id, String subjectId, Instant requestedAt, Instant expiresAt) {}

    record Part(String holderId, UUID blobId, Instant deliveredAt) {}

    /** One person opens one view at a time: a second call waits for the first and finds its view. */
    void lockPerson(String subjectId) {
        jdbi.useHandle(h -> h.createQuery("select pg_advisory_xact_lock(hashtextextended('data_view/' || :subject, 0))")
                .bind("subject", subjectId)
                .mapToMap()
                .list());
    }

    void insert(View view) {
        jdbi.useHandle(h -> h.createUpdate("insert into data_view (id, subject_id, requested_at, expires_at)"
                        + " values (:id, :subject, :at, :expires)")
                .bind("id", view.id())
                .bind("subject", view.subjectId())
                .bind("at", view.requestedAt())
                .bind("expires", view.expiresAt())
                .execute());
    }

    /** The newest one that has not expired. */
    Optional<View> live(String subjectId, Instant now) {
        return jdbi.withHandle(h -> h.createQuery("select * from data_view where subject_id = :subject"
                        + " and expires_at > :now order by requested_at desc, id desc limit 1")
                .bind("subject", subjectId)
                .bind("now", now)
                .map((row, context) -> new View(
                        row.getObject("id", UUID.class),
                        row.getString("subject_id"),
                        row.getTimestamp("requested_at").toInstant(),
                        row.getTimestamp("expires_at").toInstant()))
                .findOne());
    }

    List<Part> parts(UUID viewId) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select * from data_view_part where view_id = :view order by holder_id, order_id")
                .bind("view", viewId)
                .map((row, context) -> new Part(
                        row.getString("holder_id"),
                        row.getObject("blob_id", UUID.class),
                        row.getTimestamp("delivered_at").toInstant()))
                .list());
    }

    /** Whether orders with this owner are for a view; if so, what was handed in belongs to it. */
    public boolean addPart(UUID viewId, UUID orderId, String holderId, UUID blobId, Instant at) {
        return jdbi.withHandle(h -> h.createUpdate(
                                "insert into data_view_part (order_id, view_id, holder_id, blob_id, delivered_at)"
                                        + " select :order, id, :holder, :blob, :at from data_view where id = :view")
                        .bind("order", orderId)
                        .bind("view", viewId)
                        .bind("holder", holderId)
                        .bind("blob", blobId)
                        .bind("at", at)
                        .execute())
                == 1;
    }

    /** Views whose time is over, locked. */
    List<UUID> expired(Instant now, int atMost) {
        return jdbi.withHandle(h -> h.createQuery("select id from data_view where expires_at <= :now"
                        + " order by expires_at limit :limit for update skip locked")
                .bind("now", now)
                .bind("limit", atMost)
                .mapTo(UUID.class)
                .list());
    }

    void delete(UUID viewId) {
        jdbi.useHandle(h -> {
            List<UUID> blobs = h.createQuery("delete from data_view_part where view_id = :view returning blob_id")
                    .bind("view", viewId)
                    .mapTo(UUID.class)
                    .list();
            h.createUpdate("delete from blob where id = any(:ids)")
                    .bindArray("ids", UUID.class, blobs)
                    .execute();
            h.createUpdate("delete from data_view where id = :view")
                    .bind("view", viewId)
                    .execute();
        });
    }

    /** Before the person's content is deleted. */
    public void forget(String subjectId) {
        jdbi.useHandle(h -> h.createUpdate("delete from data_view where subject_id = :subject")
                .bind("subject", subjectId)
                .execute());
    }
}
