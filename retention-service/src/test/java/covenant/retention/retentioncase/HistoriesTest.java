package covenant.retention.retentioncase;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.HolderOrderEvent.ErasureMethod;
import covenant.contracts.RetentionEvent.Cause;
import covenant.retention.rule.RetentionRule;
import covenant.retention.rule.RetentionRule.Anchor;
import covenant.retention.rule.RetentionRule.Statutory;
import covenant.retention.rule.RuleBook;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random lives of one person: closings, reopenings, holds, withdrawals, requests and moves of the clock, beside an oracle that
 * knows nothing of cases. It keeps one wish per cause and category, and says of every erasure whether it was wished for, due
 * and free, and after every sweep whether something due and free was left.
 */
class HistoriesTest {
    private static final Instant BEGIN = Instant.parse("2026-01-05T03:00:00Z");
    private static final int CHINA_HOURS = 8;
    private static final String TAG = "profile.tag";
    private static final String HISTORY = "browsing.history";
    private static final String SERIAL = "device.serial";
    private static final String LOG = "security.log";
    private static final List<String> ALL = List.of(HISTORY, SERIAL, TAG, LOG);
    private static final RuleBook BOOK = RuleBook.of(
            List.of(
                    rule(TAG, Period.ofMonths(1), null),
                    rule(HISTORY, Period.ofMonths(1), null),
                    rule(SERIAL, Period.ofDays(7), null),
                    rule(
                            LOG,
                            Period.ofMonths(1),
                            new Statutory("Law", "1", Period.ofMonths(6), Anchor.RELATIONSHIP_END, false))),
            Period.ofMonths(1),
            true);

    /** What the oracle waits for; {@code closure} names the closing that causes it. */
    private record Wish(
            String category,
            Instant causedAt,
            Instant dueAt,
            @Nullable Integer closure) {}

    private final List<Wish> wishes = new ArrayList<>();
    private List<RetentionCase> cases = new ArrayList<>();
    private final List<HoldScope> holds = new ArrayList<>();
    private final List<Wish> erased = new ArrayList<>();
    private Instant now = BEGIN;
    private boolean open = true;
    private int closures;
    private int causes;

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @Tag("R-4.2.2-1")
    @Tag("R-4.2.2-7")
    @Tag("R-4.2.2-8")
    @Tag("AC-26")
    @Tag("AC-40")
    void nothingGoesEarlyOrLateOrUnderAHoldOrTwice(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < 80; step++) {
            String at = "seed " + seed + ", step " + step;
            move(random);
            switch (random.nextInt(8)) {
                case 0 -> close(random);
                case 1 -> reopen(at);
                case 2 -> withdraw(random);
                case 3 -> hold(random);
                case 4 -> release(random);
                case 5 -> answer();
                default -> sweep(at);
            }
        }
    }

    /** Some days, sometimes many, and often to the very second of a due instant, or one before it. */
    private void move(Random random) {
        Instant before = now;
        now = now.plusSeconds(1 + random.nextInt(random.nextInt(8) == 0 ? 40 * 86_400 : 3 * 86_400));
        if (random.nextInt(3) == 0) {
            wishes.stream()
                    .map(wish -> wish.dueAt().minusSeconds(random.nextInt(2)))
                    .filter(before::isBefore)
                    .min(Instant::compareTo)
                    .ifPresent(instant -> now = instant);
        }
    }

    private void close(Random random) {
        if (!open) {
            return;
        }
        // A fact may arrive late, up to two months after it happened.
        Instant closedAt = random.nextInt(4) == 0 ? now.minusSeconds(random.nextInt(60 * 86_400)) : now;
        open = false;
        closures++;
        cause(OpenCase.closed("s", "a", null, closedAt, closures));
        for (String category : ALL) {
            wishes.add(new Wish(category, closedAt, dueOf(category, closedAt), closures));
        }
        satisfiedBefore(closedAt);
    }

    /** What a withdrawal's order erased at or after the closing is gone already, although the closing is heard of only now. */
    private void satisfiedBefore(Instant causedAt) {
        wishes.removeIf(wish -> wish.causedAt().equals(causedAt)
                && !wish.category().equals(LOG)
                && erased.stream()
                        .anyMatch(done -> done.category().equals(wish.category())
                                && done.closure() == null
                                && !done.dueAt().isBefore(causedAt)));
    }

    private void reopen(String at) {
        if (open) {
            return;
        }
        RetentionCase closing = cases.stream()
                .filter(c -> c.dedupKey().equals(OpenCase.closureKey("a", closures)))
                .findFirst()
                .orElseThrow();
        boolean nothingGone = wishes.stream()
                        .filter(wish -> Integer.valueOf(closures).equals(wish.closure()))
                        .count()
                > 0;
        RetentionDecider.cancel(closing).ifPresent(cancelled -> {
            assertThat(nothingGone).as(at).isTrue();
            put(cancelled);
            wishes.removeIf(wish -> Integer.valueOf(closures).equals(wish.closure()));
            open = true;
        });
    }

    private void withdraw(Random random) {
        String category = random.nextBoolean() ? TAG : HISTORY;
        causes++;
        cause(OpenCase.atOnce("consent/" + causes, "s", Cause.CONSENT_WITHDRAWN, List.of(category), now));
        wishes.add(new Wish(category, now, now, null));
    }

    private void hold(Random random) {
        holds.add(new HoldScope(
                UUID.randomUUID(), random.nextInt(3) == 0 ? List.of() : List.of(ALL.get(random.nextInt(ALL.size())))));
        reconsider();
    }

    private void release(Random random) {
        if (!holds.isEmpty()) {
            holds.remove(random.nextInt(holds.size()));
            reconsider();
        }
    }

    private void reconsider() {
        List.copyOf(cases).forEach(known -> {
            if (known.stage() != Stage.CANCELLED) {
                put(RetentionDecider.reconsider(known, holds));
            }
        });
    }

    /** Every holder confirms. */
    private void answer() {
        for (RetentionCase known : List.copyOf(cases)) {
            if (known.stage() == Stage.ORDERED) {
                put(
                        known.has(ItemStatus.HELD) || known.has(ItemStatus.SCHEDULED)
                                ? RetentionDecider.held(known)
                                : RetentionDecider.erasedLive(known, now));
            }
        }
    }

    private void sweep(String at) {
        for (RetentionCase known : List.copyOf(cases)) {
            if (known.nextDueAt().filter(due -> !due.isAfter(now)).isPresent()) {
                RetentionCase due = RetentionDecider.fallDue(known, holds, now);
                Set<String> before = new HashSet<>(known.categories(ItemStatus.ERASING));
                due.categories(ItemStatus.ERASING).stream()
                        .filter(category -> !before.contains(category))
                        .forEach(category -> ordered(due, category, at));
                put(due);
            }
        }
        if (cases.stream().noneMatch(c -> c.stage() == Stage.ORDERED)) {
            assertThat(wishes.stream()
                            .filter(wish -> !wish.dueAt().isAfter(now) && free(wish.category()))
                            .toList())
                    .as("%s: due, free and still there", at)
                    .isEmpty();
        }
    }

    private void ordered(RetentionCase by, String category, String at) {
        assertThat(free(category)).as("%s: %s is under a hold", at, category).isTrue();
        List<Wish> due = wishes.stream()
                .filter(wish ->
                        wish.category().equals(category) && !wish.dueAt().isAfter(now))
                .toList();
        assertThat(due)
                .as("%s: %s goes early, or twice, by %s", at, category, by.dedupKey())
                .isNotEmpty();
        boolean byWithdrawal = by.cause() == Cause.CONSENT_WITHDRAWN;
        // An order erases what is there: whatever was caused before is done with it, except what a law kept at the
        // closing.
        wishes.removeIf(wish -> wish.category().equals(category)
                && (byWithdrawal ? !wish.causedAt().isAfter(now) : !wish.dueAt().isAfter(now)));
        erased.add(new Wish(category, by.anchorAt(), now, byWithdrawal ? null : closures));
    }

    private boolean free(String category) {
        return holds.stream().noneMatch(hold -> hold.covers(category));
    }

    private void cause(OpenCase command) {
        PersonCases.Opening opening = new PersonCases(cases, false).open(UUID.randomUUID(), command, BOOK, holds, now);
        opening.changed().forEach(this::put);
        opening.opened().ifPresent(this::put);
    }

    private void put(RetentionCase changed) {
        cases.removeIf(known -> known.id().equals(changed.id()));
        cases.add(changed);
    }

    /** The policy's words in other code: the same-numbered day of the next month or its last, and midnight in China after it. */
    private static Instant dueOf(String category, Instant closedAt) {
        LocalDate day = closedAt.plusSeconds(CHINA_HOURS * 3_600L)
                .atOffset(ZoneOffset.UTC)
                .toLocalDate();
        LocalDate last = switch (category) {
            case SERIAL -> day.plusDays(7);
            case LOG -> sameDay(day, 6).plusDays(10);
            default -> sameDay(day, 1);
        };
        return last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(CHINA_HOURS * 3_600L);
    }

    private static LocalDate sameDay(LocalDate day, int months) {
        YearMonth month = YearMonth.from(day).plusMonths(months);
        return month.atDay(Math.min(day.getDayOfMonth(), month.lengthOfMonth()));
    }

    private static RetentionRule rule(String category, Period period, @Nullable Statutory statutory) {
        return new RetentionRule(category, 1, period, Anchor.ACCOUNT_CLOSED, ErasureMethod.DELETE, statutory);
    }
}
