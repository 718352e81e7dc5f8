package covenant.retention.subject;

import com.fasterxml.jackson.annotation.JsonInclude;
import covenant.retention.backup.CaseBackup;
import covenant.retention.retentioncase.CaseItem;
import covenant.retention.retentioncase.HoldScope;
import covenant.retention.retentioncase.ItemStatus;
import covenant.retention.retentioncase.RetentionCase;
import covenant.retention.rule.RetentionRule;
import covenant.retention.rule.RetentionRule.Statutory;
import covenant.retention.rule.RuleBook;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * "Why is this still here?" for every category, with rule, law or hold (policy 4.2.2, PIPL art. 17, 19). Pure.
 *
 * @param items one per category that has a rule
 * @param backups erased, and still in backups that are not refreshed yet (R-5.2-10)
 */
record KeptData(String subjectId, List<Kept> items, List<InBackup> backups) {

    enum State {
        /** An account is open and the category's rule does not run yet. */
        IN_USE,
        SCHEDULED,
        HELD,
        STATUTORY,
        ERASING,
        ERASED
    }

    /** @param until by the age that the holder declared */
    record InBackup(
            String holder, List<String> categories, UUID caseId, Instant until, CaseBackup.Use use, String text) {
        static InBackup of(CaseBackup backup) {
            return new InBackup(
                    backup.holderId(),
                    backup.categories(),
                    backup.caseId(),
                    backup.until(),
                    CaseBackup.Use.STORAGE_ONLY,
                    "仅存于备份，备份更新时删除，此前仅存储 (in backups only, storage only until they are refreshed)");
        }
    }

    /** @param dueAt from when it is erased; absent while it is in use, and while only a hold keeps it */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Kept(
            String category,
            State status,
            @Nullable Instant dueAt,
            String action,
            @Nullable UUID caseId,
            Why why) {}

    /**
     * @param period of the rule from its {@code anchor}; {@code law} and {@code article} where a law asks for more
     * @param text the same in words
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Why(
            String rule,
            int ruleVersion,
            String period,
            String anchor,
            @Nullable String law,
            @Nullable String article,
            @Nullable String lawPeriod,
            @Nullable UUID hold,
            String text) {}

    static KeptData of(
            String subjectId,
            boolean accountOpen,
            List<RetentionCase> cases,
            List<HoldScope> holds,
            Collection<CaseBackup> backups,
            RuleBook book) {
        return new KeptData(
                subjectId,
                book.rules().values().stream()
                        .map(rule -> kept(rule, accountOpen, cases, holds, book))
                        .toList(),
                backups.stream().filter(CaseBackup::pending).map(InBackup::of).toList());
    }

    private static Kept kept(
            RetentionRule rule, boolean accountOpen, List<RetentionCase> cases, List<HoldScope> holds, RuleBook book) {
        Optional<RetentionCase> telling = cases.stream()
                .filter(c -> c.itemRef() == null && rank(c, rule.category(), accountOpen) > 0)
                .max(Comparator.comparingInt((RetentionCase c) -> rank(c, rule.category(), accountOpen))
                        .thenComparing(RetentionCase::createdAt));
        UUID hold = holds.stream()
                .filter(scope -> scope.covers(rule.category()))
                .map(HoldScope::id)
                .findFirst()
                .orElse(null);
        return telling.map(c -> ofCase(rule, c, book)).orElseGet(() -> inUse(rule, hold, book));
    }

    /** Which case tells most of the category: one that erases it, one that will, one that did. */
    private static int rank(RetentionCase c, String category, boolean accountOpen) {
        return item(c, category)
                .map(item -> switch (item.status()) {
                    case ERASING -> 4;
                    case HELD, SCHEDULED, STATUTORY -> item.dueAt() == null && item.hold() == null ? 0 : 3;
                    case ERASED -> accountOpen ? 0 : 1;
                    case CANCELLED -> 0;
                })
                .orElse(0);
    }

    private static Optional<CaseItem> item(RetentionCase c, String category) {
        return c.items().stream()
                .filter(item -> item.category().equals(category))
                .findFirst();
    }

    private static Kept ofCase(RetentionRule rule, RetentionCase c, RuleBook book) {
        CaseItem item = item(c, rule.category()).orElseThrow();
        State state = State.valueOf(item.status().name());
        Statutory law = item.law() == null ? null : book.statutory(rule).orElse(null);
        return new Kept(
                rule.category(),
                state,
                item.status() == ItemStatus.HELD ? null : item.dueAt(),
                item.action().name(),
                c.id(),
                new Why(
                        item.rule(),
                        item.ruleVersion(),
                        rule.period().toString(),
                        rule.anchor().name(),
                        item.law(),
                        item.article(),
                        law == null ? null : law.period().toString(),
                        item.hold(),
                        text(state, item)));
    }

    private static Kept inUse(RetentionRule rule, @Nullable UUID hold, RuleBook book) {
        Statutory law = book.statutory(rule).orElse(null);
        return new Kept(
                rule.category(),
                State.IN_USE,
                null,
                rule.action().name(),
                null,
                new Why(
                        rule.category(),
                        rule.version(),
                        rule.period().toString(),
                        rule.anchor().name(),
                        law == null ? null : law.law(),
                        law == null ? null : law.article(),
                        law == null ? null : law.period().toString(),
                        hold,
                        "账号使用期间保存 (kept while an account is open)"));
    }

    private static String text(State state, CaseItem item) {
        return switch (state) {
            case IN_USE -> "账号使用期间保存 (kept while an account is open)";
            case SCHEDULED -> "到期后删除 (erased when due)";
            case HELD -> "依法保全，解除前不删除 (a legal hold keeps it until its release)";
            case STATUTORY -> "法律规定保存，仅存储 (a law keeps it, storage only): " + item.law() + ", art. " + item.article();
            case ERASING -> "正在删除 (being erased)";
            case ERASED -> "已删除 (erased)";
        };
    }
}
