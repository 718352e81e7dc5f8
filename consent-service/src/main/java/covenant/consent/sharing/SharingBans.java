package covenant.consent.sharing;

import covenant.consent.erasure.SubjectForgotten;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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

/** Table {@code sharing_ban}: laws that expressly forbid a hand-over (policy 1.2.4, 法律法规明确禁止). */
@ApplicationScoped
class SharingBans {
    private final Jdbi jdbi;

    SharingBans(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A ban holds where everything that it names is so; the view of it too. */
    record Ban(
            UUID id,
            @Nullable String complaintId,
            @Nullable String subjectId,
            @Nullable String recipient,
            String law,
            String article,
            @Nullable LocalDate validUntil,
            String recordedBy,
            Instant recordedAt,
            @Nullable String liftedBy,
            @Nullable Instant liftedAt) {}

    boolean forbid(String subjectId, String recipient, @Nullable String complaintId, LocalDate today) {
        return jdbi.withHandle(h -> h.createQuery("select exists(select 1 from sharing_ban where lifted_at is null"
                        + " and (valid_until is null or valid_until >= :today)"
                        + " and (complaint_id is null or complaint_id = :complaint)"
                        + " and (subject_id is null or subject_id = :subject)"
                        + " and (recipient is null or recipient = :recipient))")
                .bind("today", today)
                .bind("complaint", complaintId)
                .bind("subject", subjectId)
                .bind("recipient", recipient)
                .mapTo(Boolean.class)
                .one());
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void insert(Ban ban) {
        jdbi.useHandle(
                h -> h.createUpdate("insert into sharing_ban (id, complaint_id, subject_id, recipient, law, article,"
                                + " valid_until, recorded_by, recorded_at) values (:id, :complaint, :subject, :recipient, :law,"
                                + " :article, :until, :by, :at)")
                        .bind("id", ban.id())
                        .bind("complaint", ban.complaintId())
                        .bind("subject", ban.subjectId())
                        .bind("recipient", ban.recipient())
                        .bind("law", ban.law())
                        .bind("article", ban.article())
                        .bind("until", ban.validUntil())
                        .bind("by", ban.recordedBy())
                        .bind("at", ban.recordedAt())
                        .execute());
    }

    /** Lifting twice changes nothing. */
    @Transactional(Transactional.TxType.MANDATORY)
    void lift(UUID id, String by, Instant at) {
        jdbi.useHandle(h -> h.createUpdate(
                        "update sharing_ban set lifted_by = :by, lifted_at = :at where id = :id and lifted_at is null")
                .bind("id", id)
                .bind("by", by)
                .bind("at", at)
                .execute());
    }

    Optional<Ban> find(UUID id) {
        return jdbi.withHandle(h -> h.createQuery("select * from sharing_ban where id = :id")
                .bind("id", id)
                .map(SharingBans::read)
                .findOne());
    }

    Page<Ban> list(PageRequest page) {
        Optional<UUID> after = page.after(1).map(a -> PageRequest.uuid(a.getFirst()));
        List<Ban> rows = jdbi.withHandle(h -> h.createQuery("select * from sharing_ban"
                        + " where (cast(:after as uuid) is null or id > :after) order by id limit :limit")
                .bind("after", after.orElse(null))
                .bind("limit", page.rowsToRead())
                .map(SharingBans::read)
                .list());
        return Page.of(rows, page, b -> List.of(b.id().toString()));
    }

    void forget(@Observes SubjectForgotten person) {
        jdbi.useHandle(h -> h.createUpdate("update sharing_ban set subject_id = :pseudonym where subject_id = :subject")
                .bind("pseudonym", person.pseudonym())
                .bind("subject", person.subjectId())
                .execute());
    }

    private static Ban read(ResultSet row, StatementContext context) throws SQLException {
        Timestamp lifted = row.getTimestamp("lifted_at");
        return new Ban(
                row.getObject("id", UUID.class),
                row.getString("complaint_id"),
                row.getString("subject_id"),
                row.getString("recipient"),
                row.getString("law"),
                row.getString("article"),
                row.getObject("valid_until", LocalDate.class),
                row.getString("recorded_by"),
                row.getTimestamp("recorded_at").toInstant(),
                row.getString("lifted_by"),
                lifted == null ? null : lifted.toInstant());
    }
}
