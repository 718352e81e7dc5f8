package covenant.audit.finding;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The thresholds. */
@ApplicationScoped
class RuleStore {

    private static final String SELECT = "select kind, enabled, threshold, span from finding_rule";

    private final Jdbi jdbi;

    RuleStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    List<Rule> all() {
        return jdbi.withHandle(handle -> List.copyOf(byKind(handle).byKind().values()));
    }

    /** Every kind has its rule: the migration brings them. */
    static Rules byKind(Handle handle) {
        Map<FindingKind, Rule> rules = new EnumMap<>(FindingKind.class);
        handle.createQuery(SELECT)
                .map((row, context) -> new Rule(
                        FindingKind.valueOf(row.getString("kind")),
                        row.getBoolean("enabled"),
                        row.getLong("threshold"),
                        Duration.parse(row.getString("span"))))
                .forEach(rule -> rules.put(rule.kind(), rule));
        return new Rules(rules);
    }

    void change(Rule rule, String by, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update finding_rule set enabled = :enabled, threshold = :threshold, span = :span,
                            changed_by = :by, changed_at = :now where kind = :kind""")
                .bind("kind", rule.kind().name())
                .bind("enabled", rule.enabled())
                .bind("threshold", rule.threshold())
                .bind("span", rule.span().toString())
                .bind("by", by)
                .bind("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .execute());
    }
}
