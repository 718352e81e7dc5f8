package covenant.retention.retentioncase;

import covenant.contracts.RetentionEvent.Cause;
import covenant.platform.time.LegalCalendar;
import covenant.retention.rule.RetentionRule;
import covenant.retention.rule.RetentionRule.Statutory;
import covenant.retention.rule.RuleBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of each category, by rule, law and hold: {@code (state, command, now) -> state}. Pure. Guarantees: an item is
 * never handed to erasure before its due instant (T-9), nor while a hold covers it (R-4.2.2-8), and one category that must
 * stay never keeps another (R-4.2.2-3).
 */
public final class RetentionDecider {
    private RetentionDecider() {}

    /** The case that a cause opens. */
    static RetentionCase open(UUID id, OpenCase command, RuleBook rules, List<HoldScope> holds, Instant now) {
        List<CaseItem> items = new ArrayList<>();
        for (RetentionRule rule : rulesFor(command, rules)) {
            items.add(underHolds(item(command, rule, rules, now), holds));
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
                dated(command.cause()) && !dueAt.isAfter(now),
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

    private static CaseItem item(OpenCase command, RetentionRule rule, RuleBook rules, Instant now) {
        Optional<Statutory> statutory = rules.statutory(rule);
        Instant ordinary = ordinaryDue(command, rule, rules);
        Instant lawful = statutory.map(law -> statutoryDue(command, law)).orElse(null);
        boolean keptByLaw = statutory.isPresent() && (lawful == null || lawful.isAfter(ordinary));
        return new CaseItem(
                rule.category(),
                keptByLaw ? ItemStatus.STATUTORY : ItemStatus.SCHEDULED,
                rule.action(),
                keptByLaw ? lawful : ordinary,
                rule.category(),
                rule.version(),
                keptByLaw ? statutory.get().law() : null,
                keptByLaw ? statutory.get().article() : null,
                null,
                null);
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
            case REQUEST, CONSENT_WITHDRAWN, SELF_SERVICE, TRANSFERRED -> command.occurredAt();
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
            case REQUEST, CONSENT_WITHDRAWN, SELF_SERVICE, TRANSFERRED -> null;
        };
    }

    private static Instant ordinaryDue(OpenCase command, RuleBook rules, List<CaseItem> items) {
        return items.stream()
                .filter(item -> item.law() == null)
                .map(CaseItem::dueAt)
                .filter(java.util.Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElseGet(() -> command.cause() == Cause.ACCOUNT_CLOSED
                        ? LegalCalendar.retentionDue(command.occurredAt(), rules.accountClosed())
                        : command.occurredAt());
    }

    private static boolean dated(Cause cause) {
        return cause == Cause.ACCOUNT_CLOSED;
    }

    /** Items whose instant has come are handed to erasure, those under a hold become HELD; all others stay as they are. */
    public static RetentionCase fallDue(RetentionCase known, List<HoldScope> holds, Instant now) {
        RetentionCase current = reconsider(known, holds);
        List<CaseItem> next = each(
                current.items(),
                item -> (item.status() == ItemStatus.SCHEDULED || item.status() == ItemStatus.STATUTORY)
                                && item.isDue(now)
                        ? item.to(ItemStatus.ERASING)
                        : item);
        boolean erasing = next.stream().anyMatch(item -> item.status() == ItemStatus.ERASING);
        return current.with(erasing ? Stage.ORDERED : current.stage(), next);
    }

    /** Every open item under exactly the holds that are active now: placed ones hold, released ones let go. */
    public static RetentionCase reconsider(RetentionCase known, List<HoldScope> holds) {
        return known.items(each(known.items(), item -> item.open() ? underHolds(item.free(), holds) : item));
    }

    private static CaseItem underHolds(CaseItem item, List<HoldScope> holds) {
        return holds.stream()
                .filter(hold -> hold.covers(item.category()))
                .findFirst()
                .map(hold -> item.heldBy(hold.id()))
                .orElse(item);
    }

    /** The account lives again: nothing of this case goes. Only before any order went out (R-4.2.2-7). */
    static Optional<RetentionCase> cancel(RetentionCase known) {
        if (known.stage() != Stage.WAITING || known.has(ItemStatus.ERASED) || takenOver(known)) {
            return Optional.empty();
        }
        return Optional.of(known.with(
                Stage.CANCELLED, each(known.items(), item -> item.open() ? item.to(ItemStatus.CANCELLED) : item)));
    }

    /** Whether all that could go was taken over by a case that erases it earlier. */
    private static boolean takenOver(RetentionCase known) {
        return !known.has(ItemStatus.SCHEDULED)
                && !known.has(ItemStatus.HELD)
                && known.items().stream().anyMatch(item -> item.supersededBy() != null);
    }

    /** Another case erases these categories earlier: no second order for them, the rest keeps its date (AC-40). */
    static RetentionCase supersede(RetentionCase known, List<String> categories, UUID byCase) {
        if (known.stage() != Stage.WAITING) {
            return known;
        }
        return known.items(each(
                known.items(),
                item -> item.status() == ItemStatus.SCHEDULED && categories.contains(item.category())
                        ? item.superseded(byCase)
                        : item));
    }

    /** The service ends: what is not kept by law goes then, never later than it would have gone anyway (R-4.2.3-2). */
    static RetentionCase bringForward(RetentionCase known, Instant latest) {
        if (known.stage() != Stage.WAITING || !known.dueAt().isAfter(latest)) {
            return known;
        }
        return known.items(each(known.items(), item -> item.law() == null && item.open() ? item.dueBy(latest) : item))
                .dueAt(latest);
    }

    /** All who were ordered have confirmed. */
    public static RetentionCase erased(RetentionCase known) {
        return known.items(
                each(known.items(), item -> item.status() == ItemStatus.ERASING ? item.to(ItemStatus.ERASED) : item));
    }

    /** A hold keeps the rest: the case waits for its release. */
    public static RetentionCase held(RetentionCase known) {
        return erased(known).at(Stage.WAITING);
    }

    public static RetentionCase erasedLive(RetentionCase known, Instant now) {
        return erased(known).ended(Stage.ERASED_LIVE, known.erasedLiveAt() == null ? now : known.erasedLiveAt(), null);
    }

    public static RetentionCase completed(RetentionCase known, Instant now) {
        return known.ended(Stage.COMPLETED, known.erasedLiveAt() == null ? now : known.erasedLiveAt(), now);
    }

    private static List<CaseItem> each(List<CaseItem> items, UnaryOperator<CaseItem> change) {
        return items.stream().map(change).toList();
    }
}
