package covenant.retention.rule;

import covenant.retention.rule.RetentionRule.Statutory;
import java.time.Period;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rules in force at one moment, as plain data for the pure decisions.
 *
 * @param accountClosed the longest ordinary period after closing, at most one calendar month
 * @param amlApplies whether the anti-money-laundering duty to keep binds the operator
 */
public record RuleBook(SortedMap<String, RetentionRule> rules, Period accountClosed, boolean amlApplies) {

    public RuleBook {
        rules = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(rules));
    }

    public static RuleBook of(Collection<RetentionRule> rules, Period accountClosed, boolean amlApplies) {
        SortedMap<String, RetentionRule> byCategory = new TreeMap<>();
        rules.forEach(rule -> byCategory.put(rule.category(), rule));
        return new RuleBook(byCategory, accountClosed, amlApplies);
    }

    public Optional<RetentionRule> rule(String category) {
        return Optional.ofNullable(rules.get(category));
    }

    /** The law that keeps the category, if one applies here. */
    public Optional<Statutory> statutory(RetentionRule rule) {
        return Optional.ofNullable(rule.statutory()).filter(statutory -> amlApplies || !statutory.amlOnly());
    }
}
