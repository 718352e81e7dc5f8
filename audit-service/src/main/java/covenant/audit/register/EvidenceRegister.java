package covenant.audit.register;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Keeps the register beside the log: each row is an entry, a newer piece of the same kind and title takes the place of an older. */
@ApplicationScoped
public class EvidenceRegister {

    private final Jdbi jdbi;
    private final CovenantClock clock;

    EvidenceRegister(Jdbi jdbi, CovenantClock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** A piece of evidence, logged as entry {@code entry}; in the caller's transaction. */
    public void take(long entry, String type, @Nullable EvidenceItem item, @Nullable JsonNode details) {
        if (item != null) {
            save(entry, item);
        } else {
            LooseEvidence.of(type, details).ifPresent(loose -> save(entry, loose));
        }
    }

    private void save(long entry, EvidenceItem item) {
        jdbi.useHandle(handle -> {
            handle.createUpdate("""
                            insert into evidence (entry, kind, title, number, issuer, holder, issued_on, valid_until, scan_sha256, recorded_at)
                            values (:entry, :kind, :title, :number, :issuer, :holder, :issued, :until, :scan, :now)""")
                    .bind("entry", entry)
                    .bind("kind", item.kind())
                    .bind("title", item.title())
                    .bind("number", item.number())
                    .bind("issuer", item.issuer())
                    .bind("holder", item.holder())
                    .bind("issued", item.issuedOn())
                    .bind("until", item.validUntil())
                    .bind("scan", item.scanSha256())
                    .bind("now", OffsetDateTime.ofInstant(clock.now(), ZoneOffset.UTC))
                    .execute();
            handle.createUpdate("""
                            update evidence set replaced_by = :entry
                            where kind = :kind and title = :title and holder is not distinct from :holder
                                and entry <> :entry and replaced_by is null
                                and valid_until is not null and valid_until <= coalesce(:until, date 'infinity')""")
                    .bind("entry", entry)
                    .bind("kind", item.kind())
                    .bind("title", item.title())
                    .bind("holder", item.holder())
                    .bind("until", item.validUntil())
                    .execute();
        });
    }

    /** A row of the register. */
    record Row(
            long entry,
            EvidenceItem item,
            OffsetDateTime recordedAt,
            @Nullable Long replacedBy) {}

    /** @param after entry of the last row seen */
    List<Row> list(@Nullable String kind, @Nullable LocalDate endingBefore, long after, int limit) {
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery("select * from evidence where entry > :after"
                            + (kind == null ? "" : " and kind = :kind")
                            + (endingBefore == null ? "" : " and replaced_by is null and valid_until < :before")
                            + " order by entry limit :limit")
                    .bind("after", after)
                    .bind("limit", limit);
            if (kind != null) {
                query.bind("kind", kind);
            }
            if (endingBefore != null) {
                query.bind("before", endingBefore);
            }
            return query.map((row, context) -> row(row)).list();
        });
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("entry"),
                new EvidenceItem(
                        row.getString("kind"),
                        row.getString("title"),
                        row.getString("number"),
                        row.getString("issuer"),
                        row.getString("holder"),
                        row.getObject("issued_on", LocalDate.class),
                        row.getObject("valid_until", LocalDate.class),
                        row.getString("scan_sha256")),
                row.getObject("recorded_at", OffsetDateTime.class),
                row.getObject("replaced_by", Long.class));
    }
}
