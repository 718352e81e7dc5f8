package covenant.retention.retentioncase;

import covenant.contracts.HolderOrderEvent.ErasureMethod;
import covenant.retention.rule.RetentionRule;
import covenant.retention.rule.RuleBook;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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

    /** Items whose instant has come are handed to erasure, those under a hold become HELD; all others stay as they are. */
    public static RetentionCase fallDue(RetentionCase known, List<HoldScope> holds, Instant now) {
        RetentionCase current = reconsider(known, holds);
        List<CaseItem> next = each(
                current.items(),
                item -> (item.status() == ItemStatus.SCHEDULED || item.status() == ItemStatus.STATUTORY)
                                && item.isDue(now)
                        ? item.ordered(now)
                        : item);
        boolean erasing = next.stream().anyMatch(item -> item.status() == ItemStatus.ERASING);
        return current.with(erasing ? Stage.ORDERED : current.stage(), next);
    }

    /** Every open item under exactly the holds that are active now: placed ones hold, released ones let go. */
    public static RetentionCase reconsider(RetentionCase known, List<HoldScope> holds) {
        return known.items(each(known.items(), item -> item.open() ? underHolds(item.free(), holds) : item));
    }

    static CaseItem underHolds(CaseItem item, List<HoldScope> holds) {
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
        return known.items(each(
                known.items(),
                item -> item.open() && item.law() == null && categories.contains(item.category())
                        ? item.superseded(byCase)
                        : item));
    }

    /** Records whose law is over, while the category stays: to be ordered now (R-4.2.2-3). */
    public record Round(LocalDate recordsUpTo, ErasureMethod method, SortedSet<String> categories) {}

    /** The rounds that are due, to be asked before {@link #roundsOrdered}. */
    public static List<Round> rounds(RetentionCase known, Instant now) {
        Map<LocalDate, Map<ErasureMethod, SortedSet<String>>> byDate = new TreeMap<>();
        known.items().stream()
                .filter(item -> roundIsDue(item, now))
                .forEach(item -> byDate.computeIfAbsent(
                                Objects.requireNonNull(item.rounds()).recordsUpTo(now), d -> new TreeMap<>())
                        .computeIfAbsent(item.action(), method -> new TreeSet<>())
                        .add(item.category()));
        return byDate.entrySet().stream()
                .flatMap(date -> date.getValue().entrySet().stream()
                        .map(method -> new Round(date.getKey(), method.getKey(), method.getValue())))
                .toList();
    }

    public static RetentionCase roundsOrdered(RetentionCase known, Instant now) {
        return known.items(each(
                known.items(),
                item -> roundIsDue(item, now)
                        ? item.nextRound(Objects.requireNonNull(item.rounds()).after(now))
                        : item));
    }

    private static boolean roundIsDue(CaseItem item, Instant now) {
        return item.status() == ItemStatus.STATUTORY
                && item.rounds() != null
                && item.rounds().isDue(now);
    }

    /**
     * A rule was changed: what is stored is computed anew, and the new date counts only where it is earlier, or the data is
     * deleted instead of made anonymous (T-7). What keeps its date keeps the rule version that produced it.
     *
     * @param accountOpenedAt where known: single records of what a law keeps leave from then on
     */
    static RetentionCase recomputed(
            RetentionCase known, RetentionRule rule, RuleBook rules, @Nullable Instant accountOpenedAt) {
        RetentionCase next = known.items(each(
                known.items(),
                item -> item.open() && item.category().equals(rule.category())
                        ? better(item, CaseOpening.item(known.command(accountOpenedAt), rule, rules))
                        : item));
        return next.equals(known)
                        || known.stage() != Stage.WAITING
                        || !known.dueAt().isAfter(next.latestOrdinary())
                ? next
                : next.dueAt(next.latestOrdinary());
    }

    /**
     * The account was closed earlier than was told: what is open is computed from that instant, by the rules in force. A date
     * only ever comes nearer.
     *
     * @param command the earlier closing
     */
    static RetentionCase closedEarlier(RetentionCase known, OpenCase command, RuleBook rules, Instant now) {
        List<CaseItem> items = each(
                known.items(),
                item -> item.open()
                        ? rules.rule(item.category())
                                .map(rule -> better(item, CaseOpening.item(command, rule, rules)))
                                .orElse(item)
                        : item);
        Instant due =
                CaseOpening.open(known.id(), command, rules, List.of(), now).dueAt();
        return known.items(items)
                .anchoredAt(command.occurredAt(), due.isBefore(known.dueAt()) ? due : known.dueAt(), now);
    }

    private static CaseItem better(CaseItem stored, CaseItem computed) {
        Instant due = computed.dueAt();
        boolean earlier = due != null && (stored.dueAt() == null || due.isBefore(stored.dueAt()));
        boolean asEarly = earlier || Objects.equals(due, stored.dueAt());
        boolean deleted =
                asEarly && stored.action() == ErasureMethod.ANONYMISE && computed.action() == ErasureMethod.DELETE;
        boolean recordsLeaveSooner = asEarly && stored.rounds() == null && computed.rounds() != null;
        if (!earlier && !deleted && !recordsLeaveSooner) {
            return stored;
        }
        CaseItem next = stored.action() == ErasureMethod.DELETE ? computed.deleted() : computed;
        return stored.hold() == null ? next : next.heldBy(stored.hold());
    }

    /** The body that the law names has them now: what only that law kept here goes (R-4.2.3-2). */
    static RetentionCase handedOver(RetentionCase known, Collection<String> categories, Instant at) {
        return known.items(each(
                known.items(),
                item -> item.law() != null && item.open() && categories.contains(item.category())
                        ? keptHold(item, item.handedOver(at))
                        : item));
    }

    private static CaseItem keptHold(CaseItem before, CaseItem after) {
        return before.hold() == null ? after : after.heldBy(before.hold());
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
