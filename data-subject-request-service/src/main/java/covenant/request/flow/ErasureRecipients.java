package covenant.request.flow;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What became of the recipients that retention told to erase. Runs in the caller's transaction. */
@ApplicationScoped
class ErasureRecipients {
    private final Jdbi jdbi;

    ErasureRecipients(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * One recipient of a case.
     *
     * @param status REQUESTED, CONFIRMED, EXEMPT_LAW, EXEMPT_OWN_AUTHORISATION, OVERDUE or ESCALATED
     * @param evidence what proves an exemption (R-5.2-5)
     */
    record Recipient(
            String holderId,
            String status,
            List<String> categories,
            @Nullable String evidence,
            @Nullable Instant dueBy,
            boolean late) {
        boolean open() {
            return status.equals("REQUESTED") || status.equals("OVERDUE") || status.equals("ESCALATED");
        }
    }

    /** What was answered stands, whatever is told of the deadline afterwards. */
    void put(UUID caseId, Recipient recipient) {
        jdbi.useHandle(h -> h.createUpdate(
                        "insert into erasure_recipient as r (case_id, holder_id, status, categories, evidence,"
                                + " due_by, late) values (:case, :holder, :status, :categories, :evidence, :due, :late)"
                                + " on conflict (case_id, holder_id) do update set status = excluded.status,"
                                + " categories = case when cardinality(excluded.categories) = 0 then r.categories"
                                + " else excluded.categories end,"
                                + " evidence = coalesce(excluded.evidence, r.evidence),"
                                + " due_by = coalesce(excluded.due_by, r.due_by), late = r.late or excluded.late"
                                + " where :answer or r.status in ('REQUESTED', 'OVERDUE', 'ESCALATED')")
                .bind("case", caseId)
                .bind("holder", recipient.holderId())
                .bind("status", recipient.status())
                .bindArray("categories", String.class, recipient.categories())
                .bind("evidence", recipient.evidence())
                .bind("due", recipient.dueBy())
                .bind("late", recipient.late())
                .bind("answer", !recipient.open())
                .execute());
    }

    List<Recipient> of(Collection<UUID> caseIds) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select * from erasure_recipient where case_id = any(:cases) order by holder_id, case_id")
                .bindArray("cases", UUID.class, List.copyOf(caseIds))
                .map((row, context) -> new Recipient(
                        row.getString("holder_id"),
                        row.getString("status"),
                        List.of((String[]) row.getArray("categories").getArray()),
                        row.getString("evidence"),
                        row.getTimestamp("due_by") == null
                                ? null
                                : row.getTimestamp("due_by").toInstant(),
                        row.getBoolean("late")))
                .list());
    }
}
