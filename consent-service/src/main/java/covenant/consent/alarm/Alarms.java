package covenant.consent.alarm;

import covenant.consent.erasure.SubjectForgotten;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.storage.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Table {@code alarm}; each is counted in the metric {@code covenant.consent.alarms} and logged, again where its transaction is tried again. */
@ApplicationScoped
public class Alarms {
    private static final Logger LOG = Logger.getLogger(Alarms.class);

    private final Jdbi jdbi;
    private final MeterRegistry metrics;

    Alarms(Jdbi jdbi, MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.metrics = metrics;
    }

    /** Once per code and reference; false when it was raised before. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean raise(Alarm.Code code, String reference, @Nullable String subjectId, Instant at) {
        boolean fresh =
                jdbi.withHandle(h -> h.createUpdate("insert into alarm (id, code, reference, subject_id, raised_at)"
                                        + " values (:id, :code, :reference, :subject, :at) on conflict do nothing")
                                .bind("id", Ids.next(at))
                                .bind("code", code.name())
                                .bind("reference", reference)
                                .bind("subject", subjectId)
                                .bind("at", at)
                                .execute())
                        == 1;
        if (fresh) {
            LOG.warnf("Alarm %s: %s", code, reference);
            metrics.counter("covenant.consent.alarms", "code", code.name()).increment();
        }
        return fresh;
    }

    /** False when it is settled already, or unknown. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean resolve(UUID id, String by, String note, Instant at) {
        return jdbi.withHandle(h -> h.createUpdate("update alarm set resolved_at = :at, resolved_by = :by, note = :note"
                                + " where id = :id and resolved_at is null")
                        .bind("id", id)
                        .bind("by", by)
                        .bind("note", note)
                        .bind("at", at)
                        .execute())
                == 1;
    }

    /** The cause is gone by itself: renewed, decided, taken down. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void settled(Alarm.Code code, String reference, String by, Instant at) {
        jdbi.useHandle(h -> h.createUpdate("update alarm set resolved_at = :at, resolved_by = :by"
                        + " where code = :code and reference = :reference and resolved_at is null")
                .bind("code", code.name())
                .bind("reference", reference)
                .bind("by", by)
                .bind("at", at)
                .execute());
    }

    Optional<Alarm> find(UUID id) {
        return jdbi.withHandle(h -> h.createQuery("select * from alarm where id = :id")
                .bind("id", id)
                .map(Alarms::read)
                .findOne());
    }

    /** The oldest first. */
    Page<Alarm> list(Alarm.@Nullable Code code, @Nullable Boolean open, PageRequest page) {
        Optional<List<String>> after = page.after(2);
        List<Alarm> rows = jdbi.withHandle(h -> h.createQuery("select * from alarm"
                        + " where (cast(:code as text) is null or code = :code)"
                        + " and (cast(:open as boolean) is null or (resolved_at is null) = :open)"
                        + " and (cast(:at as timestamptz) is null or (raised_at, id) > (:at, :id))"
                        + " order by raised_at, id limit :limit")
                .bind("code", code == null ? null : code.name())
                .bind("open", open)
                .bind("at", after.map(a -> PageRequest.instant(a.get(0))).orElse(null))
                .bind("id", after.map(a -> PageRequest.uuid(a.get(1))).orElse(null))
                .bind("limit", page.rowsToRead())
                .map(Alarms::read)
                .list());
        return Page.of(rows, page, a -> List.of(a.raisedAt().toString(), a.id().toString()));
    }

    void forget(@Observes SubjectForgotten person) {
        jdbi.useHandle(h -> h.createUpdate("update alarm set subject_id = :pseudonym where subject_id = :subject")
                .bind("pseudonym", person.pseudonym())
                .bind("subject", person.subjectId())
                .execute());
    }

    private static Alarm read(ResultSet row, StatementContext context) throws SQLException {
        Timestamp resolved = row.getTimestamp("resolved_at");
        return new Alarm(
                row.getObject("id", UUID.class),
                Alarm.Code.valueOf(row.getString("code")),
                row.getString("reference"),
                row.getString("subject_id"),
                row.getTimestamp("raised_at").toInstant(),
                resolved == null ? null : resolved.toInstant(),
                row.getString("resolved_by"),
                row.getString("note"));
    }
}
