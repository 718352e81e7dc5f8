package covenant.consent.sharing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.consent.evidence.Evidence;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Who got what, when, on what ground, and what was refused: table {@code disclosure}, kept at least three years (R-3.1.1-4). */
@ApplicationScoped
class Ledger {
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

    /** A line as the person sees it. */
    record Disclosure(
            UUID disclosureId,
            String kind,
            String recipient,
            @Nullable String recipientKind,
            String ground,
            String purpose,
            List<String> categories,
            List<String> protection,
            @Nullable String method,
            @Nullable String recipientRetention,
            @Nullable UUID consentId,
            String outcome,
            @Nullable String code,
            Instant decidedAt,
            boolean hiddenFromSubject) {}

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

    /** Whether data of this person was permitted to leave under that id. */
    boolean permitted(UUID id, String subjectId) {
        return jdbi.withHandle(h -> h.createQuery("select exists(select 1 from disclosure where id = :id"
                        + " and subject_id = :subject and outcome = 'PERMITTED')")
                .bind("id", id)
                .bind("subject", subjectId)
                .mapTo(Boolean.class)
                .one());
    }

    /** The newest first; what a duty of secrecy forbids to tell only to who may know (PIPL art. 18). */
    Page<Disclosure> of(String subjectId, boolean withSecret, PageRequest page) {
        Optional<List<String>> after = page.after(2);
        List<Disclosure> rows = jdbi.withHandle(h -> h.createQuery(
                        "select * from disclosure_report where subject_id = :subject"
                                + " and (:secret or not secret)"
                                + " and (cast(:at as timestamptz) is null or (decided_at, id) < (:at, :id))"
                                + " order by decided_at desc, id desc limit :limit")
                .bind("subject", subjectId)
                .bind("secret", withSecret)
                .bind("at", after.map(a -> PageRequest.instant(a.get(0))).orElse(null))
                .bind("id", after.map(a -> PageRequest.uuid(a.get(1))).orElse(null))
                .bind("limit", page.rowsToRead())
                .map(Ledger::read)
                .list());
        return Page.of(
                rows,
                page,
                d -> List.of(d.decidedAt().toString(), d.disclosureId().toString()));
    }

    private static Disclosure read(ResultSet row, StatementContext context) throws SQLException {
        return new Disclosure(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                row.getString("recipient"),
                row.getString("recipient_kind"),
                row.getString("ground"),
                row.getString("purpose"),
                List.of((String[]) row.getArray("categories").getArray()),
                List.of((String[]) row.getArray("protection").getArray()),
                row.getString("method"),
                row.getString("recipient_retention"),
                row.getObject("consent_id", UUID.class),
                row.getString("outcome"),
                row.getString("code"),
                row.getTimestamp("decided_at").toInstant(),
                row.getBoolean("secret"));
    }

    private String write(Evidence evidence) {
        try {
            return json.writeValueAsString(evidence);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("evidence", e);
        }
    }
}
