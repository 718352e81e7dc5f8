package covenant.retention.rule;

import covenant.contracts.HolderOrderEvent.ErasureMethod;
import covenant.retention.rule.RetentionRule.Anchor;
import covenant.retention.rule.RetentionRule.Statutory;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class RuleStore {
    private final Jdbi jdbi;

    RuleStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The newest version of every category's rule. */
    List<RetentionRule> inForce() {
        return jdbi.withHandle(h -> h.createQuery(
                        "select distinct on (category) * from retention_rule order by category, version desc")
                .map(RuleStore::read)
                .list());
    }

    Optional<RetentionRule> inForce(String category) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select * from retention_rule where category = :category order by version desc limit 1")
                .bind("category", category)
                .map(RuleStore::read)
                .findOne());
    }

    /** Adds a version; false when another replica added the same one. */
    boolean add(RetentionRule rule, String requestedBy, String approvedBy, Instant now) {
        Statutory statutory = rule.statutory();
        return jdbi.withHandle(h -> h.createUpdate("""
                        insert into retention_rule (category, version, period, anchor, action, law, article,
                            statutory_period, statutory_anchor, aml_only, requested_by, approved_by, created_at)
                        values (:category, :version, :period, :anchor, :action, :law, :article, :speriod, :sanchor, :aml,
                            :requested, :approved, :now) on conflict do nothing""")
                        .bind("category", rule.category())
                        .bind("version", rule.version())
                        .bind("period", rule.period().toString())
                        .bind("anchor", rule.anchor().name())
                        .bind("action", rule.action().name())
                        .bind("law", statutory == null ? null : statutory.law())
                        .bind("article", statutory == null ? null : statutory.article())
                        .bind(
                                "speriod",
                                statutory == null ? null : statutory.period().toString())
                        .bind(
                                "sanchor",
                                statutory == null ? null : statutory.anchor().name())
                        .bind("aml", statutory != null && statutory.amlOnly())
                        .bind("requested", requestedBy)
                        .bind("approved", approvedBy)
                        .bind("now", now)
                        .execute())
                == 1;
    }

    /** The cases that exist are computed anew. */
    void recompute(RetentionRule rule, Instant now) {
        jdbi.useHandle(h -> h.createUpdate("insert into rule_recomputation (category, version, requested_at)"
                        + " values (:category, :version, :now) on conflict do nothing")
                .bind("category", rule.category())
                .bind("version", rule.version())
                .bind("now", now)
                .execute());
    }

    /** Every version of a category's rule, the newest first. */
    List<RuleVersion> versions(String category) {
        return jdbi.withHandle(h -> h.createQuery("""
                        select r.*, c.requested_at, c.changed, c.finished_at from retention_rule r
                        left join rule_recomputation c on c.category = r.category and c.version = r.version
                        where r.category = :category order by r.version desc""")
                .bind("category", category)
                .map((row, context) -> new RuleVersion(
                        read(row, context),
                        row.getString("requested_by"),
                        row.getString("approved_by"),
                        row.getTimestamp("created_at").toInstant(),
                        row.getTimestamp("requested_at") == null ? null : row.getLong("changed"),
                        row.getTimestamp("requested_at") == null ? null : row.getTimestamp("finished_at") != null))
                .list());
    }

    /**
     * @param changed how many cases got a nearer date by it so far; absent for the shipped version
     * @param recomputed whether all cases were looked at
     */
    record RuleVersion(
            RetentionRule rule,
            String requestedBy,
            String approvedBy,
            Instant createdAt,
            @Nullable Long changed,
            @Nullable Boolean recomputed) {}

    private static RetentionRule read(ResultSet row, StatementContext context) throws SQLException {
        String law = row.getString("law");
        return new RetentionRule(
                row.getString("category"),
                row.getInt("version"),
                Period.parse(row.getString("period")),
                Anchor.valueOf(row.getString("anchor")),
                ErasureMethod.valueOf(row.getString("action")),
                law == null
                        ? null
                        : new Statutory(
                                law,
                                row.getString("article"),
                                Period.parse(row.getString("statutory_period")),
                                Anchor.valueOf(row.getString("statutory_anchor")),
                                row.getBoolean("aml_only")));
    }
}
