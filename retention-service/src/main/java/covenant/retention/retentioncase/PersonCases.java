package covenant.retention.retentioncase;

import covenant.contracts.RetentionEvent.Cause;
import covenant.retention.rule.RuleBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * All cases of one person at one moment, and what one cause more changes among them: nothing is ordered twice, in whatever
 * order causes arrive (AC-40, AC-41). Pure.
 *
 * @param accountOpen an account of the person is open
 */
record PersonCases(List<RetentionCase> known, boolean accountOpen) {

    PersonCases {
        known = List.copyOf(known);
    }

    /**
     * @param opened empty where the cause has a case already, or everything it asks for is being erased anyway
     * @param changed cases that gave items up to the opened one
     */
    record Opening(Optional<RetentionCase> opened, List<RetentionCase> changed) {
        private static final Opening NONE = new Opening(Optional.empty(), List.of());
    }

    Opening open(UUID id, OpenCase command, RuleBook rules, List<HoldScope> holds, Instant now) {
        OpenCase effective = effective(command, rules, now);
        boolean nothingLeft =
                effective.categories().isEmpty() && !command.categories().isEmpty();
        if (nothingLeft || known.stream().anyMatch(c -> c.dedupKey().equals(command.dedupKey()))) {
            return Opening.NONE;
        }
        RetentionCase opened = CaseOpening.open(id, effective, rules, holds, now);
        if (opened.closing()) {
            return new Opening(Optional.of(withoutTaken(opened, effective, now)), List.of());
        }
        return new Opening(Optional.of(opened), opened.itemRef() == null ? takenOver(opened) : List.of());
    }

    /** What of the command is still to be ordered. A person's own request keeps everything: it has to be answered. */
    private OpenCase effective(OpenCase command, RuleBook rules, Instant now) {
        return switch (command.cause()) {
            case CONSENT_WITHDRAWN, PURPOSE_FULFILLED ->
                command.only(category -> rules.rule(category)
                                .filter(rule -> rules.statutory(rule).isEmpty())
                                .isPresent()
                        && taker(category, command, now).isEmpty());
            case TRANSFERRED ->
                command.only(category -> taker(category, command, now).isEmpty());
            case ACCOUNT_CLOSED, SERVICE_TERMINATED, REQUEST, SELF_SERVICE -> command;
        };
    }

    /** The case whose order erases the category for this cause too. */
    private Optional<RetentionCase> taker(String category, OpenCase command, Instant now) {
        return known.stream()
                .filter(c -> c.itemRef() == null && reaches(c, command))
                .filter(c -> c.items().stream()
                        .anyMatch(item -> item.category().equals(category) && takes(c, item, command, now)))
                .findFirst();
    }

    /** An order that is still to go out takes everything up to then; one that went out, what was caused before it. */
    private static boolean takes(RetentionCase c, CaseItem item, OpenCase command, Instant now) {
        return switch (item.status()) {
            case SCHEDULED, HELD ->
                !c.closing() && item.law() == null && !command.occurredAt().isAfter(now);
            case ERASING, ERASED ->
                item.orderedAt() != null && !item.orderedAt().isBefore(command.occurredAt());
            case STATUTORY, CANCELLED -> false;
        };
    }

    /** An erasure limited to one account does not reach what belongs to the person. */
    private boolean reaches(RetentionCase c, OpenCase command) {
        return c.accountId() == null
                || c.accountId().equals(command.accountId())
                || (!accountOpen && oneAccount(c.accountId()));
    }

    private boolean oneAccount(String accountId) {
        return known.stream()
                .map(RetentionCase::accountId)
                .filter(Objects::nonNull)
                .allMatch(accountId::equals);
    }

    private RetentionCase withoutTaken(RetentionCase opened, OpenCase command, Instant now) {
        return opened.items(opened.items().stream()
                .map(item -> item.status() == ItemStatus.SCHEDULED || item.status() == ItemStatus.HELD
                        ? taker(item.category(), command, now)
                                .map(by -> item.superseded(by.id()))
                                .orElse(item)
                        : item)
                .toList());
    }

    private List<RetentionCase> takenOver(RetentionCase by) {
        List<String> categories = by.items().stream()
                .filter(item -> item.open() && item.law() == null)
                .map(CaseItem::category)
                .toList();
        boolean limited = by.accountId() != null && accountOpen;
        List<RetentionCase> changed = new ArrayList<>();
        for (RetentionCase waiting : known) {
            if (waiting.closing() && (!limited || Objects.equals(waiting.accountId(), by.accountId()))) {
                RetentionCase rest = RetentionDecider.supersede(waiting, categories, by.id());
                if (!rest.equals(waiting)) {
                    changed.add(rest);
                }
            }
        }
        return changed;
    }

    /** Per case the categories whose recipients it told, or would have told, to erase what was shared then (R-5.2-5). */
    Map<UUID, SortedSet<String>> erasing(Collection<String> categories, Instant sharedAt) {
        Map<UUID, SortedSet<String>> found = new TreeMap<>();
        for (String category : categories) {
            known.reversed().stream()
                    .filter(c -> c.itemRef() == null && toldToErase(c, category, sharedAt))
                    .findFirst()
                    .ifPresent(c ->
                            found.computeIfAbsent(c.id(), id -> new TreeSet<>()).add(category));
        }
        return found;
    }

    /** What a law keeps in the company's own systems, recipients let go of with the first order. */
    private boolean toldToErase(RetentionCase c, String category, Instant sharedAt) {
        Optional<Instant> orderedAt = c.items().stream()
                .map(CaseItem::orderedAt)
                .filter(Objects::nonNull)
                .min(Instant::compareTo);
        boolean concerned = c.items().stream()
                .anyMatch(item -> item.category().equals(category)
                        && switch (item.status()) {
                            case ERASING, ERASED -> true;
                            case STATUTORY -> c.cause() != Cause.TRANSFERRED;
                            case SCHEDULED, HELD, CANCELLED -> false;
                        });
        return concerned
                && orderedAt
                        .filter(at -> !accountOpen || !at.isBefore(sharedAt))
                        .isPresent();
    }
}
