package covenant.consent.holder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.HolderEntry;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Table {@code holder}. */
@ApplicationScoped
public class HolderStore {
    private final Jdbi jdbi;
    private final ObjectMapper json;

    HolderStore(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    public Optional<Holder> find(String id) {
        return jdbi.withHandle(h -> h.createQuery("select * from holder where holder_id = :id")
                .bind("id", id)
                .map(this::read)
                .findOne());
    }

    /** Locks the id, whether it is registered or not, so that two registrations cannot both be the first. */
    Optional<Holder> lock(String id) {
        jdbi.useHandle(h -> h.createQuery("select pg_advisory_xact_lock(hashtextextended('holder/' || :id, 0))")
                .bind("id", id)
                .mapToMap()
                .list());
        return find(id);
    }

    void save(Holder holder, Instant at) {
        HolderEntry entry = holder.entry();
        jdbi.useHandle(h -> h.createUpdate("insert into holder (holder_id, kind, entry, contact, status, suspended_for,"
                        + " fresh_consent_from, valid_until, changed_at) values (:id, :kind, cast(:entry as jsonb), :contact,"
                        + " :status, :reason, :fresh, :until, :at) on conflict (holder_id) do update set kind = excluded.kind,"
                        + " entry = excluded.entry, contact = excluded.contact, status = excluded.status,"
                        + " suspended_for = excluded.suspended_for, fresh_consent_from = excluded.fresh_consent_from,"
                        + " valid_until = excluded.valid_until, changed_at = excluded.changed_at")
                .bind("id", entry.holderId())
                .bind("kind", entry.kind().name())
                .bind("entry", write(entry))
                .bind("contact", holder.contact())
                .bind("status", entry.status().name())
                .bind("reason", holder.suspendedFor())
                .bind("fresh", holder.freshConsentFrom())
                .bind(
                        "until",
                        entry.agreement() == null ? null : entry.agreement().validUntil())
                .bind("at", at)
                .execute());
        keep(holder, at);
    }

    /** What was registered from when to when. */
    private void keep(Holder holder, Instant at) {
        jdbi.useHandle(h -> {
            h.createUpdate("update holder_history set valid_to = :at where holder_id = :id and valid_to is null")
                    .bind("id", holder.entry().holderId())
                    .bind("at", at)
                    .execute();
            h.createUpdate("insert into holder_history (holder_id, valid_from, entry, contact)"
                            + " values (:id, :at, cast(:entry as jsonb), :contact) on conflict (holder_id, valid_from)"
                            + " do update set entry = excluded.entry, contact = excluded.contact, valid_to = null")
                    .bind("id", holder.entry().holderId())
                    .bind("at", at)
                    .bind("entry", write(holder.entry()))
                    .bind("contact", holder.contact())
                    .execute();
        });
    }

    /** The last registration of every recipient in that time, by id (R-3.1.3-2). */
    List<Holder> recipientsBetween(Instant from, Instant to) {
        return jdbi.withHandle(
                h -> h.createQuery("select distinct on (holder_id) *, cast(null as varchar) as suspended_for,"
                                + " cast(null as timestamptz) as fresh_consent_from from holder_history"
                                + " where valid_from <= :to and (valid_to is null or valid_to > :from)"
                                + " and entry ->> 'kind' <> 'INTERNAL' order by holder_id, valid_from desc")
                        .bind("from", from)
                        .bind("to", to)
                        .map(this::read)
                        .list());
    }

    Page<Holder> list(@Nullable String kind, @Nullable String status, PageRequest page) {
        String after = page.after(1).map(List::getFirst).orElse("");
        List<Holder> rows = jdbi.withHandle(h -> h.createQuery("select * from holder where holder_id > :after"
                        + " and (cast(:kind as text) is null or kind = :kind)"
                        + " and (cast(:status as text) is null or status = :status) order by holder_id limit :limit")
                .bind("after", after)
                .bind("kind", kind)
                .bind("status", status)
                .bind("limit", page.rowsToRead())
                .map(this::read)
                .list());
        return Page.of(rows, page, x -> List.of(x.entry().holderId()));
    }

    /** Active recipients whose agreement has run out. */
    List<String> expired(LocalDate today) {
        return jdbi.withHandle(h -> h.createQuery("select holder_id from holder where status = 'ACTIVE'"
                        + " and kind <> 'INTERNAL' and valid_until < :today order by holder_id")
                .bind("today", today)
                .mapTo(String.class)
                .list());
    }

    /** Active recipients whose agreement ends by that day. */
    List<Holder> endingBy(LocalDate today, LocalDate lastDay) {
        return jdbi.withHandle(h -> h.createQuery("select * from holder where status = 'ACTIVE' and kind <> 'INTERNAL'"
                        + " and valid_until >= :today and valid_until <= :last order by holder_id")
                .bind("today", today)
                .bind("last", lastDay)
                .map(this::read)
                .list());
    }

    private Holder read(ResultSet row, StatementContext context) throws SQLException {
        Timestamp fresh = row.getTimestamp("fresh_consent_from");
        return new Holder(
                parse(row.getString("entry")),
                row.getString("contact"),
                row.getString("suspended_for"),
                fresh == null ? null : fresh.toInstant());
    }

    private String write(HolderEntry entry) {
        try {
            return json.writeValueAsString(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("holder", e);
        }
    }

    private HolderEntry parse(String text) {
        try {
            return json.readValue(text, HolderEntry.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("holder", e);
        }
    }
}
