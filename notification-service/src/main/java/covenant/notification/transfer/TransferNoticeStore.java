package covenant.notification.transfer;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Table {@code transfer_notice}. */
@ApplicationScoped
class TransferNoticeStore {
    private static final String COLUMNS = "id, occasion, transferee, transferee_contact, categories, effective_at,"
            + " campaign_id, requested_by, approved_by, created_at";

    private final Jdbi jdbi;

    TransferNoticeStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void insert(TransferNotice n) {
        jdbi.useHandle(h -> h.createUpdate("insert into transfer_notice (" + COLUMNS + ") values (:id, :occasion,"
                        + " :transferee, :contact, :categories, :effective, :campaign, :requester, :approver, :at)")
                .bind("id", n.id())
                .bind("occasion", n.occasion().name())
                .bind("transferee", n.transferee())
                .bind("contact", n.transfereeContact())
                .bindArray("categories", String.class, n.categories())
                .bind("effective", n.effectiveAt())
                .bind("campaign", n.campaignId())
                .bind("requester", n.requestedBy())
                .bind("approver", n.approvedBy())
                .bind("at", n.createdAt())
                .execute());
    }

    Optional<TransferNotice> find(UUID id) {
        return jdbi.withHandle(h -> h.createQuery("select " + COLUMNS + " from transfer_notice where id = :id")
                .bind("id", id)
                .map((row, c) -> read(row))
                .findOne());
    }

    List<TransferNotice> newest(int limit) {
        return jdbi.withHandle(
                h -> h.createQuery("select " + COLUMNS + " from transfer_notice order by created_at desc limit :limit")
                        .bind("limit", limit)
                        .map((row, c) -> read(row))
                        .list());
    }

    private static TransferNotice read(ResultSet row) throws SQLException {
        return new TransferNotice(
                row.getObject("id", UUID.class),
                TransferNotice.Occasion.valueOf(row.getString("occasion")),
                row.getString("transferee"),
                row.getString("transferee_contact"),
                List.of((String[]) row.getArray("categories").getArray()),
                row.getTimestamp("effective_at").toInstant(),
                row.getObject("campaign_id", UUID.class),
                row.getString("requested_by"),
                row.getString("approved_by"),
                row.getTimestamp("created_at").toInstant());
    }
}
