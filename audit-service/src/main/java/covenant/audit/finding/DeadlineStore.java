package covenant.audit.finding;

import covenant.audit.finding.DeadlineRules.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Promises with a time, one row each, whichever entry about them comes first. */
final class DeadlineStore {

    private final Handle handle;

    DeadlineStore(Handle handle) {
        this.handle = handle;
    }

    void take(Step step, long entry) {
        switch (step) {
            case Step.Due due -> write("""
                    insert into deadline (key, what, due_at, due_entry) values (:key, :what, :at, :entry)
                    on conflict (key) do update set due_at = coalesce(deadline.due_at, excluded.due_at),
                        due_entry = coalesce(deadline.due_entry, excluded.due_entry)""", due.key(), due.what(), due.at(), entry);
            case Step.Met met -> write("""
                    insert into deadline (key, what, met_at, met_entry) values (:key, :what, :at, :entry)
                    on conflict (key) do update set met_at = coalesce(deadline.met_at, excluded.met_at),
                        met_entry = coalesce(deadline.met_entry, excluded.met_entry)""", met.key(), met.what(), met.at(), entry);
            case Step.Missed missed ->
                handle.createUpdate("""
                    insert into deadline (key, what, missed) values (:key, :what, true)
                    on conflict (key) do update set missed = true""")
                        .bind("key", missed.key())
                        .bind("what", missed.what())
                        .execute();
        }
    }

    private void write(String sql, String key, String what, Instant at, long entry) {
        Update update = handle.createUpdate(sql);
        update.bind("key", key)
                .bind("what", what)
                .bind("at", OffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                .bind("entry", entry)
                .execute();
    }

    /** What its own keeper calls missed: the entry shows it. */
    Suspicion said(Step.Missed missed, long entry) {
        List<Long> entries = new ArrayList<>(
                handle.createQuery("select due_entry from deadline where key = :key and due_entry is not null")
                        .bind("key", missed.key())
                        .mapTo(Long.class)
                        .list());
        entries.add(entry);
        return suspicion(missed.key(), missed.what(), entries);
    }

    private record Late(String key, String what, List<Long> entries) {}

    /** Deadlines that ran out unmet, or were met too late; each once. */
    List<Suspicion> missed(Instant now, Duration grace) {
        return handle
                .createQuery("""
                        update deadline set missed = true
                        where key in (select key from deadline where not missed and due_at + cast(:grace as interval)
                            < coalesce(met_at, cast(:now as timestamptz)) limit 1000)
                        returning key, what, due_entry, met_entry""")
                .bind("grace", grace.toString())
                .bind("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .map((row, context) -> {
                    List<Long> entries = new ArrayList<>();
                    for (String column : List.of("due_entry", "met_entry")) {
                        Long entry = row.getObject(column, Long.class);
                        if (entry != null) {
                            entries.add(entry);
                        }
                    }
                    return new Late(row.getString("key"), row.getString("what"), entries);
                })
                .stream()
                .map(late -> suspicion(late.key(), late.what(), late.entries()))
                .toList();
    }

    private static Suspicion suspicion(String key, String what, List<Long> entries) {
        return new Suspicion(
                FindingKind.DEADLINE_MISSED, "deadline:" + key, what + " did not come in time", null, entries);
    }
}
