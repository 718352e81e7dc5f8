package covenant.consent.grant;

import covenant.consent.subject.ConsentStatus;
import covenant.contracts.ConsentEvent.Method;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.storage.RoundTrip;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
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

/** Table {@code consent}. Inserts by plain JDBC in one round trip: they are the hot path. */
@ApplicationScoped
public class ConsentStore {
    private static final String INSERT = "insert into consent (id, subject_id, purpose, status, categories, separate,"
            + " recipient, policy_version, policy_sha256, presented_at, accepted_at, recorded_at, binds_from, method,"
            + " channel, app_version, locale, highlighted, necessity_shown, until, expires_at, guardian_id,"
            + " guardian_evidence, evidence_sha256, supersedes, source)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String DIE = "update consent set status = ?, ended_at = ?, end_cause = ?, superseded_by = ?"
            + " where id = ? and status = 'GRANTED'";

    private final AgroalDataSource dataSource;
    private final Jdbi jdbi;

    ConsentStore(AgroalDataSource dataSource, Jdbi jdbi) {
        this.dataSource = dataSource;
        this.jdbi = jdbi;
    }

    /** Adds what a decider decided to the caller's round trip: new records first, then the deaths of old ones. */
    @Transactional(Transactional.TxType.MANDATORY)
    void apply(List<ConsentChange> changes, RoundTrip trip) {
        changes.stream().flatMap(change -> record(change).stream()).forEach(record -> insert(trip, record));
        changes.forEach(change -> bury(trip, change));
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void write(RoundTrip trip) {
        try (Connection connection = dataSource.getConnection()) {
            trip.execute(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("consent", e);
        }
    }

    private static Optional<ConsentRecord> record(ConsentChange change) {
        return switch (change) {
            case ConsentChange.Granted g -> Optional.of(g.record().superseding(g.supersedes()));
            case ConsentChange.Declined d -> Optional.of(d.record());
            case ConsentChange.Withdrawn w -> Optional.empty();
            case ConsentChange.Superseded s -> Optional.empty();
            case ConsentChange.Expired e -> Optional.empty();
            case ConsentChange.Ended e -> Optional.empty();
        };
    }

    private static void insert(RoundTrip trip, ConsentRecord r) {
        Evidence e = r.evidence();
        trip.statement(INSERT)
                .id(r.id())
                .text(r.subjectId())
                .text(r.purpose())
                .text(r.status().name())
                .texts(r.categories())
                .flag(r.separate())
                .text(r.recipient())
                .number(Integer.parseInt(e.policyVersion()))
                .text(e.policySha256())
                .instant(e.presentedAt())
                .instant(e.acceptedAt())
                .instant(r.recordedAt())
                .instant(r.bindsFrom())
                .text(e.method().name())
                .text(e.channel())
                .text(e.appVersion())
                .text(e.locale())
                .texts(e.highlightedSectionsShown())
                .text(r.necessityShown())
                .date(r.until())
                .instant(r.expiresAt())
                .text(r.guardianId())
                .text(r.guardianEvidence())
                .text(r.evidenceSha256())
                .id(r.supersedes())
                .text(r.source());
    }

    private static void bury(RoundTrip trip, ConsentChange change) {
        switch (change) {
            case ConsentChange.Granted g -> {}
            case ConsentChange.Declined d -> {}
            case ConsentChange.Withdrawn w -> {
                if (w.whole()) {
                    die(
                            trip,
                            w.consent().id(),
                            ConsentStatus.WITHDRAWN,
                            w.at(),
                            w.cause().name(),
                            null);
                }
            }
            case ConsentChange.Superseded s ->
                die(trip, s.consent().id(), ConsentStatus.SUPERSEDED, s.at(), "SUPERSEDED", s.by());
            case ConsentChange.Expired e -> die(trip, e.consent().id(), ConsentStatus.EXPIRED, e.at(), "EXPIRED", null);
            case ConsentChange.Ended e ->
                die(
                        trip,
                        e.consent().id(),
                        ConsentStatus.ENDED,
                        e.at(),
                        e.cause().name(),
                        null);
        }
    }

    private static void die(
            RoundTrip trip, UUID id, ConsentStatus status, Instant at, String cause, @Nullable UUID by) {
        trip.statement(DIE).text(status.name()).instant(at).text(cause).id(by).id(id);
    }

    /** Everything ever recorded, the oldest first. */
    Page<ConsentRecord> history(String subjectId, @Nullable String purpose, PageRequest page) {
        Optional<List<String>> after = page.after(2);
        List<ConsentRecord> rows = jdbi.withHandle(h -> h.createQuery(
                        "select * from consent where subject_id = :subject"
                                + " and (cast(:purpose as text) is null or purpose = :purpose)"
                                + " and (cast(:at as timestamptz) is null or (recorded_at, id) > (:at, :id))"
                                + " order by recorded_at, id limit :limit")
                .bind("subject", subjectId)
                .bind("purpose", purpose)
                .bind("at", after.map(a -> PageRequest.instant(a.get(0))).orElse(null))
                .bind("id", after.map(a -> PageRequest.uuid(a.get(1))).orElse(null))
                .bind("limit", page.rowsToRead())
                .map(ConsentStore::read)
                .list());
        return Page.of(rows, page, r -> List.of(r.recordedAt().toString(), r.id().toString()));
    }

    List<ConsentRecord> newest(String subjectId, int limit) {
        return jdbi.withHandle(h -> h.createQuery("select * from consent where subject_id = :subject"
                        + " order by recorded_at desc, id desc limit :limit")
                .bind("subject", subjectId)
                .bind("limit", limit)
                .map(ConsentStore::read)
                .list());
    }

    /** The records that say what holds now: every live one, and the last of each purpose that has none; never one whose place was taken. */
    List<ConsentRecord> present(String subjectId) {
        return jdbi.withHandle(h -> h.createQuery("select c.* from consent c where c.subject_id = :subject"
                        + " and c.status <> 'SUPERSEDED' and (c.status = 'GRANTED' or (not exists (select 1 from consent l"
                        + " where l.subject_id = :subject and l.purpose = c.purpose and l.status <> 'SUPERSEDED'"
                        + " and (l.status = 'GRANTED' or (l.recorded_at, l.id) > (c.recorded_at, c.id)))))"
                        + " order by c.recorded_at, c.id")
                .bind("subject", subjectId)
                .map(ConsentStore::read)
                .list());
    }

    public Optional<ConsentRecord> find(String subjectId, UUID id) {
        return jdbi.withHandle(h -> h.createQuery("select * from consent where subject_id = :subject and id = :id")
                .bind("subject", subjectId)
                .bind("id", id)
                .map(ConsentStore::read)
                .findOne());
    }

    /** What was withdrawn last of each of these purposes. */
    List<ConsentRecord> withdrawn(String subjectId, List<String> purposes) {
        return jdbi.withHandle(h -> h.createQuery("select c.* from consent c where c.subject_id = :subject"
                        + " and c.purpose = any(:purposes) and c.status = 'WITHDRAWN'"
                        + " and c.ended_at = (select max(l.ended_at) from consent l where l.subject_id = :subject"
                        + " and l.purpose = c.purpose and l.status = 'WITHDRAWN') order by c.recorded_at, c.id")
                .bind("subject", subjectId)
                .bindArray("purposes", String.class, purposes)
                .map(ConsentStore::read)
                .list());
    }

    /** Persons with a consent whose last day is over. */
    List<String> overdue(Instant now, int limit) {
        return jdbi.withHandle(h -> h.createQuery("select distinct subject_id from consent where status = 'GRANTED'"
                        + " and expires_at is not null and expires_at <= :now limit :limit")
                .bind("now", now)
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
    }

    /** Persons with a consent that waited for this version to take effect, and has not taken its place yet. */
    List<String> waiting(int version, String after, int limit) {
        return jdbi.withHandle(h -> h.createQuery("select distinct subject_id from consent where status = 'GRANTED'"
                        + " and binds_from > recorded_at and policy_version = :version and subject_id > :after"
                        + " order by subject_id limit :limit")
                .bind("version", version)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
    }

    /** Puts a pseudonym in the person's place: the evidence stays for three years, the person cannot be found by it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void pseudonymise(String subjectId, String pseudonym) {
        jdbi.useHandle(h -> h.createUpdate("update consent set subject_id = :pseudonym, guardian_id = null,"
                        + " guardian_evidence = null where subject_id = :subject")
                .bind("subject", subjectId)
                .bind("pseudonym", pseudonym)
                .execute());
    }

    private static ConsentRecord read(ResultSet row, StatementContext context) throws SQLException {
        return new ConsentRecord(
                row.getObject("id", UUID.class),
                row.getString("subject_id"),
                row.getString("purpose"),
                ConsentStatus.valueOf(row.getString("status")),
                texts(row, "categories"),
                row.getBoolean("separate"),
                row.getString("recipient"),
                new Evidence(
                        row.getString("policy_version"),
                        row.getString("policy_sha256"),
                        row.getTimestamp("presented_at").toInstant(),
                        row.getTimestamp("accepted_at").toInstant(),
                        Method.valueOf(row.getString("method")),
                        row.getString("channel"),
                        row.getString("app_version"),
                        row.getString("locale"),
                        texts(row, "highlighted")),
                row.getTimestamp("recorded_at").toInstant(),
                row.getTimestamp("binds_from").toInstant(),
                row.getString("necessity_shown"),
                row.getObject("until", LocalDate.class),
                instant(row, "expires_at"),
                row.getString("guardian_id"),
                row.getString("guardian_evidence"),
                row.getString("evidence_sha256"),
                row.getObject("supersedes", UUID.class),
                instant(row, "ended_at"),
                row.getString("end_cause"),
                row.getObject("superseded_by", UUID.class),
                row.getString("source"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
