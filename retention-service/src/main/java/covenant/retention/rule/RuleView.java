package covenant.retention.rule;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** @param statutory the law that keeps the category here; one that does not bind the operator is not shown */
record RuleView(
        String category,
        int version,
        String period,
        String anchor,
        String action,
        @Nullable StatutoryView statutory) {

    record StatutoryView(String law, String article, String period, String anchor) {}

    static RuleView of(RetentionRule rule, Optional<RetentionRule.Statutory> statutory) {
        return new RuleView(
                rule.category(),
                rule.version(),
                rule.period().toString(),
                rule.anchor().name(),
                rule.action().name(),
                statutory
                        .map(s -> new StatutoryView(
                                s.law(),
                                s.article(),
                                s.period().toString(),
                                s.anchor().name()))
                        .orElse(null));
    }
}
