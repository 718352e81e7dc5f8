package covenant.request.order;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** What holders handed in. Runs in the caller's transaction. */
@ApplicationScoped
public class DeliveryStore {
    private final Jdbi jdbi;

    DeliveryStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** One holder's data for a request. */
    public record Delivery(UUID orderId, String holderId, UUID blobId, Instant deliveredAt) {}

    void insert(UUID orderId, UUID requestId, String holderId, UUID blobId, Instant at) {
        jdbi.useHandle(
                h -> h.createUpdate("insert into delivery (order_id, request_id, holder_id, blob_id, delivered_at)"
                                + " values (:order, :request, :holder, :blob, :at)")
                        .bind("order", orderId)
                        .bind("request", requestId)
                        .bind("holder", holderId)
                        .bind("blob", blobId)
                        .bind("at", at)
                        .execute());
    }

    /** @param digest of what was handed in, sealed; it outlives the data, to know a repetition by */
    void handedIn(UUID orderId, String subjectId, byte[] digest) {
        jdbi.useHandle(h -> h.createUpdate("insert into handed_in (order_id, subject_id, digest)"
                        + " values (:order, :subject, :digest) on conflict (order_id) do nothing")
                .bind("order", orderId)
                .bind("subject", subjectId)
                .bind("digest", digest)
                .execute());
    }

    Optional<byte[]> handedIn(UUID orderId) {
        return jdbi.withHandle(h -> h.createQuery("select digest from handed_in where order_id = :order")
                .bind("order", orderId)
                .mapTo(byte[].class)
                .findOne());
    }

    public List<Delivery> of(UUID requestId) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select * from delivery where request_id = :request order by holder_id," + " order_id")
                .bind("request", requestId)
                .map((row, context) -> new Delivery(
                        row.getObject("order_id", UUID.class),
                        row.getString("holder_id"),
                        row.getObject("blob_id", UUID.class),
                        row.getTimestamp("delivered_at").toInstant()))
                .list());
    }

    /** Deletes deliveries with their content, once the package holds it or nobody needs it any more. */
    public void delete(UUID requestId) {
        jdbi.useHandle(h -> {
            List<UUID> blobs = h.createQuery("delete from delivery where request_id = :request returning blob_id")
                    .bind("request", requestId)
                    .mapTo(UUID.class)
                    .list();
            h.createUpdate("delete from blob where id = any(:ids)")
                    .bindArray("ids", UUID.class, blobs)
                    .execute();
        });
    }

    /** Everything of a person: deliveries, packages, strays. */
    public void forget(String subjectId) {
        jdbi.useHandle(h -> {
            h.createUpdate("delete from delivery where blob_id in (select id from blob where subject_id = :subject)")
                    .bind("subject", subjectId)
                    .execute();
            h.createUpdate("update package set status = 'GONE', blob_id = null where subject_id = :subject")
                    .bind("subject", subjectId)
                    .execute();
            h.createUpdate("delete from handed_in where subject_id = :subject")
                    .bind("subject", subjectId)
                    .execute();
            h.createUpdate("delete from blob where subject_id = :subject")
                    .bind("subject", subjectId)
                    .execute();
        });
    }
}
