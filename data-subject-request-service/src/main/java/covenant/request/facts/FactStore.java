package covenant.request.facts;

import covenant.contracts.ConsentStateEvent.ConsentState;
import covenant.contracts.RetentionEvent.ScheduledItem;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Rows of facts that others told. Runs in the caller's transaction. */
@ApplicationScoped
public class FactStore {
    private final Jdbi jdbi;

    FactStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The latest fact of an account wins, in whatever order they come. */
    public void account(String accountId, String subjectId, boolean open, Instant since) {
        jdbi.useHandle(h -> h.createUpdate("insert into account_fact (account_id, subject_id, open, since)"
                        + " values (:account, :subject, :open, :since) on conflict (account_id) do update set"
                        + " open = excluded.open, since = excluded.since, subject_id = excluded.subject_id"
                        + " where account_fact.since <= excluded.since")
                .bind("account", accountId)
                .bind("subject", subjectId)
                .bind("open", open)
                .bind("since", since)
                .execute());
    }

    public void deceased(String subjectId, Instant since) {
        jdbi.useHandle(h -> h.createUpdate("insert into deceased_fact (subject_id, since) values (:subject, :since)"
                        + " on conflict do nothing")
                .bind("subject", subjectId)
                .bind("since", since)
                .execute());
    }

    public void termination(UUID id, Instant terminateAt, @Nullable Instant executedAt) {
        jdbi.useHandle(h -> h.createUpdate("insert into termination_fact (termination_id, terminate_at, executed_at)"
                        + " values (:id, :at, :executed) on conflict (termination_id) do update set"
                        + " terminate_at = excluded.terminate_at,"
                        + " executed_at = coalesce(excluded.executed_at, termination_fact.executed_at)")
                .bind("id", id)
                .bind("at", terminateAt)
                .bind("executed", executedAt)
                .execute());
    }

    /** @param version of the state; an older one changes nothing */
    public void consent(ConsentState state, long version) {
        jdbi.useHandle(h -> h.createUpdate("insert into consent_fact (subject_id, purpose, status, categories, version)"
                        + " values (:subject, :purpose, :status, :categories, :version)"
                        + " on conflict (subject_id, purpose) do update set status = excluded.status,"
                        + " categories = excluded.categories, version = excluded.version"
                        + " where consent_fact.version <= excluded.version")
                .bind("subject", state.subjectId())
                .bind("purpose", state.purpose())
                .bind("status", state.status().name())
                .bindArray("categories", String.class, state.categories())
                .bind("version", version)
                .execute());
    }

    public void forgetConsent(String subjectId, String purpose) {
        jdbi.useHandle(
                h -> h.createUpdate("delete from consent_fact where subject_id = :subject and purpose = :purpose")
                        .bind("subject", subjectId)
                        .bind("purpose", purpose)
                        .execute());
    }

    public void withdrawn(String subjectId, Collection<String> categories, Instant since) {
        jdbi.useHandle(h ->
                categories.forEach(category -> h.createUpdate("insert into withdrawn_fact (subject_id, category, since)"
                                + " values (:subject, :category, :since) on conflict do nothing")
                        .bind("subject", subjectId)
                        .bind("category", category)
                        .bind("since", since)
                        .execute()));
    }

    public void grantedAgain(String subjectId, Collection<String> categories) {
        jdbi.useHandle(h -> h.createUpdate(
                        "delete from withdrawn_fact where subject_id = :subject and category = any(:categories)")
                .bind("subject", subjectId)
                .bindArray("categories", String.class, List.copyOf(categories))
                .execute());
    }

    public void exception(String subjectId, UUID decisionId, ExceptionUse use) {
        jdbi.useHandle(
                h -> h.createUpdate("insert into exception_fact (subject_id, decision_id, code, purpose, category,"
                                + " secret, used_at) values (:subject, :id, :code, :purpose, :category, :secret, :at)"
                                + " on conflict do nothing")
                        .bind("subject", subjectId)
                        .bind("id", decisionId)
                        .bind("code", use.code())
                        .bind("purpose", use.purpose())
                        .bind("category", use.category())
                        .bind("secret", use.secret())
                        .bind("at", use.usedAt())
                        .execute());
    }

    public void disclosure(UUID id, String subjectId, Disclosure d) {
        jdbi.useHandle(h -> h.createUpdate("insert into disclosure_fact (disclosure_id, subject_id, recipient, kind,"
                        + " ground, purpose, categories, reference, secret, shared_at) values (:id, :subject, :recipient,"
                        + " :kind, :ground, :purpose, :categories, :reference, :secret, :at) on conflict do nothing")
                .bind("id", id)
                .bind("subject", subjectId)
                .bind("recipient", d.recipient())
                .bind("kind", d.kind())
                .bind("ground", d.ground())
                .bind("purpose", d.purpose())
                .bindArray("categories", String.class, d.categories())
                .bind("reference", d.reference())
                .bind("secret", d.secret())
                .bind("at", d.sharedAt())
                .execute());
    }

    public void retention(String subjectId, UUID caseId, List<ScheduledItem> items) {
        jdbi.useHandle(h -> items.forEach(
                item -> h.createUpdate("insert into retention_fact (subject_id, category, case_id, due_at, rule, law,"
                                + " article) values (:subject, :category, :case, :due, :rule, :law, :article)"
                                + " on conflict (subject_id, category, case_id) do update set"
                                + " due_at = greatest(retention_fact.due_at, excluded.due_at), rule = excluded.rule,"
                                + " law = coalesce(excluded.law, retention_fact.law),"
                                + " article = coalesce(excluded.article, retention_fact.article)")
                        .bind("subject", subjectId)
                        .bind("category", item.category())
                        .bind("case", caseId)
                        .bind("due", item.dueAt())
                        .bind("rule", item.rule() + " v" + item.ruleVersion())
                        .bind("law", item.law())
                        .bind("article", item.article())
                        .execute()));
    }

    public void retentionOver(UUID caseId, String subjectId, Collection<String> categories) {
        jdbi.useHandle(h -> h.createUpdate("delete from retention_fact where case_id = :case and subject_id = :subject"
                        + " and category = any(:categories)")
                .bind("case", caseId)
                .bind("subject", subjectId)
                .bindArray("categories", String.class, List.copyOf(categories))
                .execute());
    }

    public PersonFacts of(String subjectId, Instant now) {
        return jdbi.withHandle(h -> new PersonFacts(
                accounts(h, subjectId, true),
                accounts(h, subjectId, false),
                exists(h, "select exists (select from termination_fact where executed_at is not null)", null),
                exists(h, "select exists (select from deceased_fact where subject_id = :subject)", subjectId),
                texts(
                        h,
                        "select distinct unnest(categories) from consent_fact where subject_id = :subject"
                                + " and status = 'GRANTED'",
                        subjectId),
                texts(h, "select category from withdrawn_fact where subject_id = :subject", subjectId),
                dues(h, subjectId)));
    }

    private static List<String> accounts(Handle h, String subjectId, boolean open) {
        return h.createQuery("select account_id from account_fact where subject_id = :subject and open = :open"
                        + " order by account_id")
                .bind("subject", subjectId)
                .bind("open", open)
                .mapTo(String.class)
                .list();
    }

    private static boolean exists(Handle h, String sql, @Nullable String subjectId) {
        var query = h.createQuery(sql);
        return (subjectId == null ? query : query.bind("subject", subjectId))
                .mapTo(Boolean.class)
                .one();
    }

    private static Set<String> texts(Handle h, String sql, String subjectId) {
        return new HashSet<>(h.createQuery(sql)
                .bind("subject", subjectId)
                .mapTo(String.class)
                .list());
    }

    private static Map<String, Instant> dues(Handle h, String subjectId) {
        Map<String, Instant> dues = new HashMap<>();
        h.createQuery("select category, max(due_at) as due from retention_fact where subject_id = :subject"
                        + " group by category")
                .bind("subject", subjectId)
                .map((row, context) -> dues.put(
                        row.getString("category"), row.getTimestamp("due").toInstant()))
                .list();
        return dues;
    }

    /** Oldest first. */
    public List<Disclosure> disclosures(String subjectId) {
        return jdbi.withHandle(h -> h.createQuery("select * from disclosure_fact where subject_id = :subject"
                        + " order by shared_at, disclosure_id")
                .bind("subject", subjectId)
                .map((row, context) -> new Disclosure(
                        row.getString("recipient"),
                        row.getString("kind"),
                        row.getString("ground"),
                        row.getString("purpose"),
                        List.of((String[]) row.getArray("categories").getArray()),
                        row.getString("reference"),
                        row.getBoolean("secret"),
                        row.getTimestamp("shared_at").toInstant()))
                .list());
    }

    public List<Consent> consents(String subjectId) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select purpose, status, categories from consent_fact where subject_id = :subject order by purpose")
                .bind("subject", subjectId)
                .map((row, context) -> new Consent(row.getString("purpose"), row.getString("status"), List.of((String[])
                        row.getArray("categories").getArray())))
                .list());
    }

    public List<ExceptionUse> exceptions(String subjectId) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select * from exception_fact where subject_id = :subject" + " order by used_at")
                .bind("subject", subjectId)
                .map((row, context) -> new ExceptionUse(
                        row.getString("code"),
                        row.getString("purpose"),
                        row.getString("category"),
                        row.getBoolean("secret"),
                        row.getTimestamp("used_at").toInstant()))
                .list());
    }

    public List<RetentionEnd> retention(String subjectId) {
        return jdbi.withHandle(h -> h.createQuery("select distinct on (category) * from retention_fact"
                        + " where subject_id = :subject order by category, due_at desc")
                .bind("subject", subjectId)
                .map((row, context) -> new RetentionEnd(
                        row.getString("category"),
                        row.getTimestamp("due_at").toInstant(),
                        row.getString("rule"),
                        row.getString("law"),
                        row.getString("article")))
                .list());
    }

    /** Forgets a person; the disclosures stay as long as the ledger's duty of three years (R-3.1.1-4) lasts there. */
    public void forget(String subjectId) {
        jdbi.useHandle(
                h -> List.of("consent_fact", "withdrawn_fact", "exception_fact", "disclosure_fact", "retention_fact")
                        .forEach(table -> h.createUpdate("delete from " + table + " where subject_id = :subject")
                                .bind("subject", subjectId)
                                .execute()));
    }
}
