package covenant.audit.finding;

import covenant.platform.storage.Ids;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes suspicions down, in the transaction of who noticed them; one that is known already gets the new entries. */
final class Findings {

    private static final int MAX_ENTRIES = 1_000;

    private Findings() {}

    static void raise(Handle handle, List<Suspicion> suspicions, Instant now) {
        suspicions.forEach(suspicion -> raise(handle, suspicion, now));
    }

    private static void raise(Handle handle, Suspicion suspicion, Instant now) {
        handle.createUpdate("""
                        insert into finding (id, kind, about, detail, actor, found_at)
                        values (:id, :kind, :about, :detail, :actor, :now) on conflict (about) do nothing""")
                .bind("id", Ids.next(now))
                .bind("kind", suspicion.kind().name())
                .bind("about", suspicion.about())
                .bind("detail", suspicion.detail())
                .bind("actor", suspicion.actor())
                .bind("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .execute();
        if (suspicion.entries().isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                insert into finding_entry (finding_id, entry)
                select id, :entry from finding where about = :about
                    and (select count(*) from finding_entry e where e.finding_id = finding.id) < :most
                on conflict do nothing""");
        suspicion
                .entries()
                .forEach(entry -> batch.bind("entry", entry)
                        .bind("about", suspicion.about())
                        .bind("most", MAX_ENTRIES)
                        .add());
        batch.execute();
    }
}
