package covenant.consent.sharing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.consent.erasure.SubjectForgotten;
import covenant.consent.evidence.Evidence;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
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
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Who got what, when, on what ground, and what was refused: table {@code disclosure}, kept at least three years (R-3.1.1-4). */
@ApplicationScoped
class Ledger {
    private static final String SELECT =
            "select d.*, h.entry ->> 'name' as recipient_name, p.status as publication from disclosure_report d"
                    + " left join holder h on h.holder_id = d.recipient and d.kind not in ('PUBLICATION', 'EXCEPTION')"
                    + " left join publication p on p.disclosure_id = d.id";

    private final Jdbi jdbi;
    private final ObjectMapper json;

    Ledger(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    /** @param code of the refusal */
    record Entry(
            UUID id,
            SharingCommand command,
            @Nullable String recipientKind,
            List<String> categories,
            @Nullable UUID consentId,
            String decidedBy,
            @Nullable String secondPerson,
            @Nullable String code,
            Instant decidedAt) {}

    /**
     * A line as the person sees it.
     *
     * @param recipient the holder, or the place of publication
     * @param evidence number of what the ground rests on
     * @param confirmedAt when the sender echoed it
     * @param publication APPROVED, EXECUTED, TAKEDOWN_REQUESTED, TAKEN_DOWN or CANCELLED
     * @param secret a duty of secrecy forbids telling the person; such lines are seen by auditors only
     */
    record Disclosure(
            UUID disclosureId,
            String kind,
            String recipient,
            @Nullable String recipientKind,
            @Nullable String recipientName,
            String ground,
            String purpose,
            List<String> categories,
            List<String> protection,
            @Nullable String method,
            @Nullable String recipientRetention,
            @Nullable UUID consentId,
            @Nullable String evidence,
            String outcome,
            @Nullable String code,
            Instant decidedAt,
            @Nullable UUID echoOf,
            @Nullable Instant confirmedAt,
            @Nullable String publication,
            boolean secret,
            @Nullable String subjectId) {

        Disclosure withoutSubject() {
            return new Disclosure(
                    disclosureId,
                    kind,
                    recipient,
                    recipientKind,
                    recipientName,
                    ground,
                    purpose,
                    categories,
                    protection,
                    method,
                    recipientRetention,
                    consentId,
                    evidence,
                    outcome,
                    code,
                    decidedAt,
                    echoOf,
                    confirmedAt,
                    publication,
                    secret,
                    null);
        }
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void write(Entry e) {
        SharingCommand c = e.command();
        jdbi.useHandle(
                h -> h.createUpdate("insert into disclosure (id, subject_id, kind, recipient, recipient_kind, ground,"
                                + " purpose, categories, protection, method, recipient_retention, consent_id, evidence, echo_of, secret,"
                                + " decided_by, second_person, outcome, code, decided_at) values (:id, :subject, :kind, :recipient,"
                                + " :recipientKind, :ground, :purpose, :categories, :protection, :method, :retention, :consent,"
                                + " cast(:evidence as jsonb), :echo, :secret, :by, :second, :outcome, :code, :at)")
                        .bind("id", e.id())
                        .bind("subject", c.subjectId())
                        .bind("kind", c.kind().name())
                        .bind("recipient", c.recipient())
                        .bind("recipientKind", e.recipientKind())
                        .bind("ground", c.ground() == null ? "NONE" : c.ground().name())
                        .bind("purpose", c.purpose())
                        .bindArray("categories", String.class, e.categories())
                        .bindArray(
                                "protection",
                                String.class,
                                c.protection().stream().map(Enum::name).toList())
                        .bind("method", c.method())
                        .bind("retention", c.recipientRetention())
                        .bind("consent", e.consentId())
                        .bind("evidence", write(c.evidence()))
                        .bind("echo", c.echoOf())
                        .bind("secret", c.evidence().mustStaySecret())
                        .bind("by", e.decidedBy())
                        .bind("second", e.secondPerson())
                        .bind("outcome", e.code() == null ? "PERMITTED" : "REFUSED")
                        .bind("code", e.code())
                        .bind("at", e.decidedAt())
                        .execute());
    }

    /** The line of that id, if it is about this person. */
    Optional<Disclosure> find(UUID id, String subjectId) {
        return jdbi.withHandle(
                h -> h.createQuery(SELECT + " where d.id = :id and d.subject_id = :subject and d.kind <> 'EXCEPTION'")
                        .bind("id", id)
                        .bind("subject", subjectId)
                        .map(this::line)
                        .findOne());
    }

    /** The line in which a disclosure was confirmed, if it was. */
    Optional<UUID> echoOf(UUID id) {
        return jdbi.withHandle(
                h -> h.createQuery("select id from disclosure where echo_of = :id and outcome = 'PERMITTED' limit 1")
                        .bind("id", id)
                        .mapTo(UUID.class)
                        .findOne());
    }

    /** The first echo counts. */
    @Transactional(Transactional.TxType.MANDATORY)
    void confirmed(UUID id, Instant at) {
        jdbi.useHandle(
                h -> h.createUpdate("update disclosure set confirmed_at = :at where id = :id and confirmed_at is null")
                        .bind("id", id)
                        .bind("at", at)
                        .execute());
    }

    /** The newest first; what a duty of secrecy forbids to tell only to who may know (PIPL art. 18). */
    Page<Disclosure> of(List<String> subjectIds, boolean withSecret, PageRequest page) {
        return page(
                page,
                " where d.subject_id = any(:subjects) and (:secret or not d.secret)",
                q -> q.bindArray("subjects", String.class, subjectIds).bind("secret", withSecret));
    }

    /** What an operator or auditor looks for in the whole ledger. */
    record Filter(
            @Nullable String recipient,
            @Nullable String outcome,
            @Nullable String kind,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /** The whole ledger, the newest first. */
    Page<Disclosure> all(Filter filter, boolean withSecret, PageRequest page) {
        return page(
                page,
                " where (cast(:recipient as text) is null or d.recipient = :recipient)"
                        + " and (cast(:outcome as text) is null or d.outcome = :outcome)"
                        + " and (cast(:kind as text) is null or d.kind = :kind)"
                        + " and (cast(:from as timestamptz) is null or d.decided_at >= :from)"
                        + " and (cast(:to as timestamptz) is null or d.decided_at < :to)"
                        + " and (:secret or not d.secret)",
                q -> q.bind("recipient", filter.recipient())
                        .bind("outcome", filter.outcome())
                        .bind("kind", filter.kind())
                        .bind("from", filter.from())
                        .bind("to", filter.to())
                        .bind("secret", withSecret));
    }

    private Page<Disclosure> page(PageRequest page, String where, UnaryOperator<Query> binding) {
        Optional<List<String>> after = page.after(2);
        List<Disclosure> rows = jdbi.withHandle(h -> binding.apply(h.createQuery(SELECT
                        + where
                        + " and (cast(:at as timestamptz) is null or (d.decided_at, d.id) < (:at, :id))"
                        + " order by d.decided_at desc, d.id desc limit :limit"))
                .bind("at", after.map(a -> PageRequest.instant(a.get(0))).orElse(null))
                .bind("id", after.map(a -> PageRequest.uuid(a.get(1))).orElse(null))
                .bind("limit", page.rowsToRead())
                .map(this::line)
                .list());
        return Page.of(
                rows,
                page,
                d -> List.of(d.decidedAt().toString(), d.disclosureId().toString()));
    }

    /** The line stays, under a pseudonym and without the numbers of the person's documents (R-3.1.1-4). */
    void forget(@Observes SubjectForgotten person) {
        jdbi.useHandle(h -> h.createUpdate(
                        "update disclosure set subject_id = :pseudonym, evidence = '{}' where subject_id = :subject")
                .bind("pseudonym", person.pseudonym())
                .bind("subject", person.subjectId())
                .execute());
    }

    private Disclosure line(ResultSet row, StatementContext context) throws SQLException {
        Timestamp confirmed = row.getTimestamp("confirmed_at");
        return new Disclosure(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                row.getString("recipient"),
                row.getString("recipient_kind"),
                row.getString("recipient_name"),
                row.getString("ground"),
                row.getString("purpose"),
                List.of((String[]) row.getArray("categories").getArray()),
                List.of((String[]) row.getArray("protection").getArray()),
                row.getString("method"),
                row.getString("recipient_retention"),
                row.getObject("consent_id", UUID.class),
                read(row.getString("evidence")).number(),
                row.getString("outcome"),
                row.getString("code"),
                row.getTimestamp("decided_at").toInstant(),
                row.getObject("echo_of", UUID.class),
                confirmed == null ? null : confirmed.toInstant(),
                row.getString("publication"),
                row.getBoolean("secret"),
                row.getString("subject_id"));
    }

    private Evidence read(String text) {
        try {
            return json.readValue(text, Evidence.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("evidence", e);
        }
    }

    private String write(Evidence evidence) {
        try {
            return json.writeValueAsString(evidence);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("evidence", e);
        }
    }
}
