package covenant.retention.retentioncase;

import covenant.contracts.RetentionEvent.Cause;
import covenant.platform.time.LegalCalendar;
import covenant.retention.rule.RetentionRule;
import covenant.retention.rule.RetentionRule.Anchor;
import covenant.retention.rule.RetentionRule.Statutory;
import covenant.retention.rule.RuleBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The case that a cause opens: per category the rule, the law and the due instant that follows from them. Pure. */
final class CaseOpening {
    private CaseOpening() {}

    static RetentionCase open(UUID id, OpenCase command, RuleBook rules, List<HoldScope> holds, Instant now) {
        List<CaseItem> items = new ArrayList<>();
        for (RetentionRule rule : rulesFor(command, rules)) {
            items.add(RetentionDecider.underHolds(item(command, rule, rules), holds));
        }
        Instant dueAt = ordinaryDue(command, rules, items);
        return new RetentionCase(
                id,
                command.dedupKey(),
                command.subjectId(),
                command.accountId(),
                command.cause(),
                command.requestId(),
                command.itemRef(),
                command.categories().isEmpty(),
                command.occurredAt(),
                dueAt,
                command.cause() == Cause.ACCOUNT_CLOSED && !dueAt.isAfter(now),
                Stage.WAITING,
                items,
                null,
                now,
                null,
                null);
    }

    private static List<RetentionRule> rulesFor(OpenCase command, RuleBook rules) {
        return command.categories().isEmpty()
                ? List.copyOf(rules.rules().values())
                : command.categories().stream()
                        .distinct()
                        .sorted()
                        .flatMap(category -> rules.rule(category).stream())
                        .toList();
    }

    static CaseItem item(OpenCase command, RetentionRule rule, RuleBook rules) {
        Optional<Statutory> statutory = rules.statutory(rule);
        Instant ordinary = ordinaryDue(command, rule, rules);
        Instant lawful = statutory.map(law -> statutoryDue(command, law)).orElse(null);
        Statutory keeps = statutory
                .filter(law -> lawful == null || lawful.isAfter(ordinary))
                .orElse(null);
        return new CaseItem(
                rule.category(),
                keeps == null ? ItemStatus.SCHEDULED : ItemStatus.STATUTORY,
                rule.action(),
                keeps == null ? ordinary : lawful,
                rule.category(),
                rule.version(),
                keeps == null ? null : keeps.law(),
                keeps == null ? null : keeps.article(),
                null,
                null,
                null,
                keeps == null || lawful == null ? null : rounds(command, keeps, ordinary, lawful));
    }

    /** After a closing the rule's period, at most one calendar month; after any other cause at once, or the next day. */
    private static Instant ordinaryDue(OpenCase command, RetentionRule rule, RuleBook rules) {
        return switch (command.cause()) {
            case ACCOUNT_CLOSED ->
                earlier(
                        LegalCalendar.retentionDue(command.occurredAt(), rule.period()),
                        rule.statutory() == null
                                ? LegalCalendar.retentionDue(command.occurredAt(), rules.accountClosed())
                                : null);
            case SERVICE_TERMINATED -> LegalCalendar.fullDaysAfter(command.occurredAt(), 0);
            case REQUEST, CONSENT_WITHDRAWN, SELF_SERVICE, TRANSFERRED, PURPOSE_FULFILLED -> command.occurredAt();
        };
    }

    private static Instant earlier(Instant one, @Nullable Instant other) {
        return other != null && other.isBefore(one) ? other : one;
    }

    /**
     * The end of the law's period. It counts from the end of the relationship, or from the record: the last record can be as
     * young as the closing itself. While the account lives neither has begun.
     */
    private static @Nullable Instant statutoryDue(OpenCase command, Statutory law) {
        return switch (command.cause()) {
            case ACCOUNT_CLOSED, SERVICE_TERMINATED -> LegalCalendar.statutoryEnd(command.occurredAt(), law.period());
            case REQUEST, CONSENT_WITHDRAWN, SELF_SERVICE, TRANSFERRED, PURPOSE_FULFILLED -> null;
        };
    }

    /** No record is older than the account: so the first round is due when a record of its first day is over. */
    private static @Nullable RecordRounds rounds(OpenCase command, Statutory law, Instant ordinary, Instant lawful) {
        Instant began = command.accountOpenedAt();
        if (law.anchor() != Anchor.RECORD_DATE || began == null) {
            return null;
        }
        Instant first = LegalCalendar.statutoryEnd(began, law.period());
        Instant nextAt = first.isBefore(ordinary) ? ordinary : first;
        return nextAt.isBefore(lawful) ? new RecordRounds(law.period(), nextAt) : null;
    }

    private static Instant ordinaryDue(OpenCase command, RuleBook rules, List<CaseItem> items) {
        return items.stream()
                .filter(item -> item.law() == null)
                .map(CaseItem::dueAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElseGet(() -> command.cause() == Cause.ACCOUNT_CLOSED
                        ? LegalCalendar.retentionDue(command.occurredAt(), rules.accountClosed())
                        : command.occurredAt());
    }
}
