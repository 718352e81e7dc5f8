package covenant.retention.erasure;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** The local copy of the sharing ledger: who got what and was not yet told to erase it. */
@ApplicationScoped
class Ledger {
    private final Jdbi jdbi;

    Ledger(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void add(Collection<LedgerEntry> entries) {
        jdbi.useHandle(h -> entries.forEach(entry -> h.createUpdate("""
                        insert into ledger_entry (disclosure_id, subject_id, recipient, category, reference, shared_at)
                        values (:id, :subject, :recipient, :category, :reference, :at) on conflict do nothing""")
                .bind("id", entry.disclosureId())
                .bind("subject", entry.subjectId())
                .bind("recipient", entry.recipient())
                .bind("category", entry.category())
                .bind("reference", entry.reference())
                .bind("at", entry.sharedAt())
                .execute()));
    }

    /** What recipients still have of the person, in the order of sharing. */
    List<LedgerEntry> of(String subjectId) {
        return jdbi.withHandle(h -> h.createQuery("select * from ledger_entry where subject_id = :subject"
                        + " and erased_at is null order by shared_at, disclosure_id, category")
                .bind("subject", subjectId)
                .map((row, context) -> new LedgerEntry(
                        row.getObject("disclosure_id", UUID.class),
                        row.getString("subject_id"),
                        row.getString("recipient"),
                        row.getString("category"),
                        row.getString("reference"),
                        row.getTimestamp("shared_at").toInstant()))
                .list());
    }

    /** The recipient confirmed: what it had got until it was told is gone. */
    void erased(String subjectId, String recipient, Collection<String> categories, Instant orderedAt, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("update ledger_entry set erased_at = :at where subject_id = :subject"
                        + " and recipient = :recipient and category = any(:categories) and shared_at <= :ordered"
                        + " and erased_at is null")
                .bind("at", at)
                .bind("subject", subjectId)
                .bind("recipient", recipient)
                .bindArray("categories", String.class, List.copyOf(categories))
                .bind("ordered", orderedAt)
                .execute());
    }
}
