package covenant.retention.retentioncase;

import covenant.platform.outbox.Outbox;
import covenant.platform.time.CovenantClock;
import covenant.retention.rule.RetentionRule;
import covenant.retention.rule.RuleBook;
import covenant.retention.rule.Rules;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Applies a changed rule to the cases that exist, some at a time, safe in several replicas. A date only ever comes nearer;
 * each case whose dates changed is published again with the version that produced them (T-7).
 */
@ApplicationScoped
public class RuleRecomputations {
    private static final int BATCH = 200;
    /** By then every replica has the new rule: what is opened later is computed by it anyway. */
    private static final Duration SETTLE = Duration.ofSeconds(2);

    private final Jdbi jdbi;
    private final CaseStore cases;
    private final CaseSearch search;
    private final Rules rules;
    private final OpenAccounts accounts;
    private final Outbox outbox;
    private final CovenantClock clock;

    RuleRecomputations(
            Jdbi jdbi,
            CaseStore cases,
            CaseSearch search,
            Rules rules,
            OpenAccounts accounts,
            Outbox outbox,
            CovenantClock clock) {
        this.jdbi = jdbi;
        this.cases = cases;
        this.search = search;
        this.rules = rules;
        this.accounts = accounts;
        this.outbox = outbox;
        this.clock = clock;
    }

    private record Pending(
            String category, int version, @Nullable UUID afterCase, long changed) {}

    public void run() {
        while (QuarkusTransaction.requiringNew().call(this::some)) {
            // Goes on while a rule has cases left.
        }
    }

    private boolean some() {
        Instant now = clock.now();
        Pending pending = claim(now.minus(SETTLE)).orElse(null);
        if (pending == null) {
            return false;
        }
        RuleBook book = rules.book();
        RetentionRule rule = book.rule(pending.category())
                .filter(known -> known.version() == pending.version())
                .orElse(null);
        List<UUID> next =
                rule == null ? List.of() : search.withOpenItem(pending.category(), pending.afterCase(), BATCH);
        long changed = 0;
        for (UUID id : next) {
            changed += rule != null && recompute(id, rule, book, now) ? 1 : 0;
        }
        advance(pending, next.isEmpty() ? null : next.getLast(), changed, now);
        return true;
    }

    private boolean recompute(UUID id, RetentionRule rule, RuleBook book, Instant now) {
        RetentionCase known = cases.lock(id).orElse(null);
        if (known == null || known.stage() == Stage.CANCELLED) {
            return false;
        }
        Instant openedAt = known.accountId() == null
                ? null
                : accounts.openedAt(known.accountId()).orElse(null);
        RetentionCase next = RetentionDecider.recomputed(known, rule, book, openedAt);
        if (next.equals(known)) {
            return false;
        }
        cases.save(next, now);
        outbox.append(CaseEvents.scheduled(next));
        return true;
    }

    private Optional<Pending> claim(Instant requestedBefore) {
        return jdbi.withHandle(h -> h.createQuery("select * from rule_recomputation where finished_at is null"
                        + " and requested_at <= :before order by requested_at limit 1 for update skip locked")
                .bind("before", requestedBefore)
                .map((row, context) -> new Pending(
                        row.getString("category"),
                        row.getInt("version"),
                        row.getObject("after_case", UUID.class),
                        row.getLong("changed")))
                .findOne());
    }

    private void advance(Pending pending, @Nullable UUID last, long changed, Instant now) {
        jdbi.useHandle(h -> h.createUpdate("update rule_recomputation set after_case = coalesce(:last, after_case),"
                        + " changed = changed + :changed, finished_at = :finished"
                        + " where category = :category and version = :version")
                .bind("last", last)
                .bind("changed", changed)
                .bind("finished", last == null ? now : null)
                .bind("category", pending.category())
                .bind("version", pending.version())
                .execute());
    }
}
