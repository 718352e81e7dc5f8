package covenant.audit.register;

import covenant.platform.time.LegalCalendar;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Evidence that runs out soon, or has run out, and was not replaced. */
@ApplicationScoped
public class ExpiringEvidence {

    /** One of them. */
    public record Expiring(long entry, String kind, String title, LocalDate validUntil) {}

    /** @param days before the last valid day from which on it counts, in Asia/Shanghai */
    public List<Expiring> within(Handle handle, Instant now, long days) {
        return handle.createQuery("""
                        select entry, kind, title, valid_until from evidence
                        where replaced_by is null and valid_until <= :until""")
                .bind("until", LegalCalendar.dayOf(now).plusDays(days))
                .map((row, context) -> new Expiring(
                        row.getLong("entry"),
                        row.getString("kind"),
                        row.getString("title"),
                        row.getObject("valid_until", LocalDate.class)))
                .list();
    }
}
