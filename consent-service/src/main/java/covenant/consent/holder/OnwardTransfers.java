package covenant.consent.holder;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Table {@code onward_transfer}: what a processor may pass on, and to whom (PIPL art. 21(3)). */
@ApplicationScoped
public class OnwardTransfers {
    private final Jdbi jdbi;

    OnwardTransfers(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** An approval; the view of it too. */
    record OnwardTransfer(
            UUID id,
            String holderId,
            String to,
            List<String> purposes,
            List<String> categories,
            String reason,
            @Nullable LocalDate validUntil,
            String askedBy,
            String approvedBy,
            Instant approvedAt,
            @Nullable Instant revokedAt) {}

    /** Whether this was approved, and still is. */
    public boolean approved(String holderId, String to, String purpose, List<String> categories, LocalDate today) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select exists(select 1 from onward_transfer where holder_id = :id"
                                + " and to_holder = :to and revoked_at is null and :purpose = any(purposes)"
                                + " and categories @> cast(:categories as text[]) and (valid_until is null or valid_until >= :today))")
                .bind("id", holderId)
                .bind("to", to)
                .bind("purpose", purpose)
                .bindArray("categories", String.class, categories)
                .bind("today", today)
                .mapTo(Boolean.class)
                .one());
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void insert(OnwardTransfer t) {
        jdbi.useHandle(
                h -> h.createUpdate("insert into onward_transfer (id, holder_id, to_holder, purposes, categories,"
                                + " reason, valid_until, asked_by, approved_by, approved_at) values (:id, :holder, :to, :purposes,"
                                + " :categories, :reason, :until, :asked, :approved, :at)")
                        .bind("id", t.id())
                        .bind("holder", t.holderId())
                        .bind("to", t.to())
                        .bindArray("purposes", String.class, t.purposes())
                        .bindArray("categories", String.class, t.categories())
                        .bind("reason", t.reason())
                        .bind("until", t.validUntil())
                        .bind("asked", t.askedBy())
                        .bind("approved", t.approvedBy())
                        .bind("at", t.approvedAt())
                        .execute());
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void revoke(UUID id, String by, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("update onward_transfer set revoked_by = :by, revoked_at = :at"
                        + " where id = :id and revoked_at is null")
                .bind("id", id)
                .bind("by", by)
                .bind("at", at)
                .execute());
    }

    Optional<OnwardTransfer> find(UUID id) {
        return jdbi.withHandle(h -> h.createQuery("select * from onward_transfer where id = :id")
                .bind("id", id)
                .map(OnwardTransfers::read)
                .findOne());
    }

    List<OnwardTransfer> of(String holderId, UUID after, int limit) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select * from onward_transfer where holder_id = :id and id > :after order by id limit :limit")
                .bind("id", holderId)
                .bind("after", after)
                .bind("limit", limit)
                .map(OnwardTransfers::read)
                .list());
    }

    private static OnwardTransfer read(ResultSet row, StatementContext context) throws SQLException {
        Timestamp revoked = row.getTimestamp("revoked_at");
        return new OnwardTransfer(
                row.getObject("id", UUID.class),
                row.getString("holder_id"),
                row.getString("to_holder"),
                List.of((String[]) row.getArray("purposes").getArray()),
                List.of((String[]) row.getArray("categories").getArray()),
                row.getString("reason"),
                row.getObject("valid_until", LocalDate.class),
                row.getString("asked_by"),
                row.getString("approved_by"),
                row.getTimestamp("approved_at").toInstant(),
                revoked == null ? null : revoked.toInstant());
    }
}
