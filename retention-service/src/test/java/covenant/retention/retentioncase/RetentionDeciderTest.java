package covenant.retention.retentioncase;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.HolderOrderEvent.ErasureMethod;
import covenant.contracts.RetentionEvent.Cause;
import covenant.platform.time.LegalCalendar;
import covenant.retention.rule.RetentionRule;
import covenant.retention.rule.RetentionRule.Anchor;
import covenant.retention.rule.RetentionRule.Statutory;
import covenant.retention.rule.RuleBook;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RetentionDeciderTest {
    private static final Period MONTH = Period.ofMonths(1);
    private static final Statutory TEN_YEARS =
            new Statutory("AML", "34", Period.ofYears(10), Anchor.RELATIONSHIP_END, true);
    private static final RuleBook BOOK =
            RuleBook.of(List.of(rule("browsing.history", null), rule("identity.national_id", TEN_YEARS)), MONTH, true);
    private static final Instant CLOSED = Instant.parse("2026-01-31T04:00:00Z");
    private static final Instant DUE = Instant.parse("2026-02-28T16:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-01-28T04:00:00Z, 2026-02-28T16:00:00Z", "2026-01-29T04:00:00Z, 2026-02-28T16:00:00Z",
        "2026-01-30T04:00:00Z, 2026-02-28T16:00:00Z", "2026-01-31T04:00:00Z, 2026-02-28T16:00:00Z",
        "2026-02-28T04:00:00Z, 2026-03-28T16:00:00Z", "2026-03-31T04:00:00Z, 2026-04-30T16:00:00Z",
        "2026-11-30T04:00:00Z, 2026-12-30T16:00:00Z", "2026-12-31T04:00:00Z, 2027-01-31T16:00:00Z",
        "2028-01-31T04:00:00Z, 2028-02-29T16:00:00Z", "2028-02-29T04:00:00Z, 2028-03-29T16:00:00Z",
        "2026-01-31T15:59:59Z, 2026-02-28T16:00:00Z", "2026-01-31T16:00:00Z, 2026-03-01T16:00:00Z",
        "2026-01-31T16:30:00Z, 2026-03-01T16:00:00Z"
    })
    @Tag("R-4.2.2-1")
    @Tag("AC-22")
    @Tag("AC-23")
    void aMonthAfterTheClosing(Instant closedAt, Instant dueAt) {
        RetentionCase opened = closed(closedAt, List.of(), closedAt);

        assertThat(opened.dueAt()).isEqualTo(dueAt);
        assertThat(item(opened, "browsing.history").dueAt()).isEqualTo(dueAt);
        assertThat(opened.late()).isFalse();
    }

    @Test
    @Tag("AC-30")
    @Tag("R-4.2.2-3")
    void whatALawKeepsOutlivesTheRestByItsOwnPeriod() {
        Instant closedAt = Instant.parse("2028-02-29T04:00:00Z");
        RetentionCase opened = closed(closedAt, List.of(), closedAt);

        CaseItem identity = item(opened, "identity.national_id");
        assertThat(identity.status()).isEqualTo(ItemStatus.STATUTORY);
        assertThat(identity.dueAt())
                .isAfter(LegalCalendar.endOfDay(LocalDate.of(2038, 2, 28)))
                .isEqualTo(LegalCalendar.endOfDay(LocalDate.of(2038, 3, 10)));
        assertThat(opened.dueAt()).isEqualTo(Instant.parse("2028-03-29T16:00:00Z"));
        assertThat(RetentionDecider.fallDue(opened, List.of(), opened.dueAt()).categories(ItemStatus.ERASING))
                .containsExactly("browsing.history");
    }

    @Test
    @Tag("AC-42")
    void aFactThatArrivesAfterItsDueInstantIsLateAndDueAtOnce() {
        RetentionCase opened = closed(CLOSED, List.of(), CLOSED.plusSeconds(40 * 86_400));

        assertThat(opened.late()).isTrue();
        assertThat(opened.dueAt()).isEqualTo(DUE);
        assertThat(opened.status(CLOSED.plusSeconds(40 * 86_400))).isEqualTo(CaseStatus.DUE);
    }

    @Test
    @Tag("AC-21")
    void nothingIsErasedASecondEarly() {
        RetentionCase opened = closed(CLOSED, List.of(), CLOSED);

        RetentionCase early = RetentionDecider.fallDue(opened, List.of(), DUE.minusNanos(1_000));
        assertThat(early.has(ItemStatus.ERASING)).isFalse();
        assertThat(early.status(DUE.minusNanos(1_000))).isEqualTo(CaseStatus.RESTRICTED);

        RetentionCase due = RetentionDecider.fallDue(opened, List.of(), DUE);
        assertThat(due.categories(ItemStatus.ERASING)).containsExactly("browsing.history");
        assertThat(due.status(DUE)).isEqualTo(CaseStatus.ERASING);
    }

    @Test
    @Tag("AC-32")
    @Tag("R-4.2.2-8")
    void aHoldKeepsItsScopeAndNothingElse() {
        HoldScope hold = new HoldScope(UUID.randomUUID(), List.of("identity.national_id"));
        RetentionCase opened = closed(CLOSED, List.of(hold), CLOSED);

        RetentionCase due = RetentionDecider.fallDue(opened, List.of(hold), DUE);

        assertThat(item(due, "identity.national_id").hold()).isEqualTo(hold.id());
        assertThat(due.categories(ItemStatus.HELD)).containsExactly("identity.national_id");
        assertThat(due.categories(ItemStatus.ERASING)).containsExactly("browsing.history");
    }

    @Test
    @Tag("AC-32")
    void aReleaseMakesDueAtOnceWhatIsPastDue() {
        HoldScope all = new HoldScope(UUID.randomUUID(), List.of());
        RetentionCase held = RetentionDecider.fallDue(closed(CLOSED, List.of(all), CLOSED), List.of(all), DUE);
        assertThat(held.status(DUE)).isEqualTo(CaseStatus.HELD);
        assertThat(held.nextDueAt()).isEmpty();

        RetentionCase released = RetentionDecider.reconsider(held, List.of());

        assertThat(released.nextDueAt()).contains(DUE);
        assertThat(item(released, "identity.national_id").status()).isEqualTo(ItemStatus.STATUTORY);
        assertThat(RetentionDecider.fallDue(released, List.of(), DUE.plusSeconds(1))
                        .categories(ItemStatus.ERASING))
                .containsExactly("browsing.history");
    }

    @Test
    @Tag("AC-40")
    void whatAnotherCaseErasesIsNotOrderedTwiceAndTheRestKeepsItsDate() {
        UUID other = UUID.randomUUID();
        RetentionCase rest =
                RetentionDecider.supersede(closed(CLOSED, List.of(), CLOSED), List.of("browsing.history"), other);

        assertThat(item(rest, "browsing.history").supersededBy()).isEqualTo(other);
        assertThat(rest.dueAt()).isEqualTo(DUE);
        assertThat(rest.nextDueAt()).contains(DUE);
        assertThat(RetentionDecider.fallDue(rest, List.of(), DUE).has(ItemStatus.ERASING))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Cause.class,
            names = {"REQUEST", "SELF_SERVICE", "CONSENT_WITHDRAWN", "TRANSFERRED", "PURPOSE_FULFILLED"})
    @Tag("AC-29")
    @Tag("R-5-2")
    void otherCausesAreDueAtOnceAndLeaveWhatALawKeepsToTheClosing(Cause cause) {
        OpenCase command = new OpenCase("k", "s", null, cause, null, null, List.of(), CLOSED, null);
        RetentionCase opened = CaseOpening.open(UUID.randomUUID(), command, BOOK, List.of(), CLOSED);

        assertThat(opened.nextDueAt()).contains(CLOSED);
        assertThat(opened.late()).isFalse();
        assertThat(item(opened, "identity.national_id").status()).isEqualTo(ItemStatus.STATUTORY);
        assertThat(item(opened, "identity.national_id").dueAt()).isNull();
    }

    @Test
    @Tag("R-4.2.3-2")
    void theEndOfTheServiceBringsWaitingCasesForwardAndNeverBack() {
        RetentionCase waiting = closed(CLOSED, List.of(), CLOSED);

        assertThat(RetentionDecider.bringForward(waiting, DUE.minusSeconds(1)).dueAt())
                .isEqualTo(DUE.minusSeconds(1));
        assertThat(RetentionDecider.bringForward(waiting, DUE.plusSeconds(1))).isEqualTo(waiting);
        assertThat(item(RetentionDecider.bringForward(waiting, CLOSED), "identity.national_id")
                        .dueAt())
                .isEqualTo(item(waiting, "identity.national_id").dueAt());
    }

    @ParameterizedTest
    @CsvSource({"P7D, 2026-02-07T16:00:00Z", "P1M, 2026-02-28T16:00:00Z", "P14D, 2026-02-14T16:00:00Z"})
    @Tag("T-7")
    void aChangedRuleBringsAStoredDateNearer(Period period, Instant dueAt) {
        RetentionRule changed =
                new RetentionRule("browsing.history", 2, period, Anchor.ACCOUNT_CLOSED, ErasureMethod.DELETE, null);

        RetentionCase next = RetentionDecider.recomputed(closed(CLOSED, List.of(), CLOSED), changed, BOOK, null);

        CaseItem item = item(next, "browsing.history");
        assertThat(item.dueAt()).isEqualTo(dueAt);
        assertThat(item.ruleVersion()).isEqualTo(dueAt.equals(DUE) ? 1 : 2);
        assertThat(next.dueAt()).isEqualTo(dueAt);
    }

    @Test
    @Tag("T-7")
    void aChangedRuleNeverMovesAStoredDateAwayNorWeakensWhatHappens() {
        RetentionCase opened = closed(CLOSED, List.of(), CLOSED);
        RetentionRule longer = new RetentionRule(
                "browsing.history", 2, MONTH, Anchor.ACCOUNT_CLOSED, ErasureMethod.ANONYMISE, TEN_YEARS);

        assertThat(RetentionDecider.recomputed(opened, longer, BOOK, null)).isEqualTo(opened);
        RetentionRule sooner = new RetentionRule(
                "browsing.history", 2, Period.ofDays(1), Anchor.ACCOUNT_CLOSED, ErasureMethod.ANONYMISE, null);
        assertThat(item(RetentionDecider.recomputed(opened, sooner, BOOK, null), "browsing.history")
                        .action())
                .isEqualTo(ErasureMethod.DELETE);
    }

    @Test
    @Tag("T-7")
    void aLawThatIsRepealedLetsTheCategoryGoAndAHoldGoesOn() {
        HoldScope hold = new HoldScope(UUID.randomUUID(), List.of("identity.national_id"));
        RetentionRule repealed =
                new RetentionRule("identity.national_id", 2, MONTH, Anchor.ACCOUNT_CLOSED, ErasureMethod.DELETE, null);

        RetentionCase free = RetentionDecider.recomputed(closed(CLOSED, List.of(), CLOSED), repealed, BOOK, null);
        RetentionCase held = RetentionDecider.recomputed(closed(CLOSED, List.of(hold), CLOSED), repealed, BOOK, null);

        assertThat(item(free, "identity.national_id").status()).isEqualTo(ItemStatus.SCHEDULED);
        assertThat(item(free, "identity.national_id").dueAt()).isEqualTo(DUE);
        assertThat(item(held, "identity.national_id").status()).isEqualTo(ItemStatus.HELD);
    }

    @Test
    @Tag("R-4.2.2-1")
    void anEarlierClosingBringsEveryOpenDateNearerAndHoldsGoOn() {
        HoldScope hold = new HoldScope(UUID.randomUUID(), List.of("identity.national_id"));
        RetentionCase known = closed(CLOSED.plusSeconds(900L * 86_400), List.of(hold), CLOSED);

        RetentionCase sooner = RetentionDecider.closedEarlier(known, closing(CLOSED), BOOK, CLOSED);

        assertThat(sooner.anchorAt()).isEqualTo(CLOSED);
        assertThat(sooner.dueAt()).isEqualTo(DUE);
        assertThat(sooner.late()).isFalse();
        assertThat(item(sooner, "browsing.history").dueAt()).isEqualTo(DUE);
        assertThat(item(sooner, "identity.national_id"))
                .isEqualTo(item(closed(CLOSED, List.of(hold), CLOSED), "identity.national_id"));
        assertThat(RetentionDecider.closedEarlier(known, closing(CLOSED), BOOK, DUE)
                        .late())
                .isTrue();
    }

    @Test
    @Tag("R-4.2.2-1")
    void anEarlierClosingMovesNoDateAwayAndNothingThatIsDone() {
        RetentionCase known =
                RetentionDecider.bringForward(closed(CLOSED.plusSeconds(86_400), List.of(), CLOSED), CLOSED);
        RetentionCase ordered = RetentionDecider.fallDue(known, List.of(), CLOSED);

        assertThat(RetentionDecider.closedEarlier(known, closing(CLOSED), BOOK, CLOSED)
                        .dueAt())
                .isEqualTo(CLOSED);
        assertThat(item(RetentionDecider.closedEarlier(known, closing(CLOSED), BOOK, CLOSED), "browsing.history"))
                .isEqualTo(item(known, "browsing.history"));
        assertThat(item(RetentionDecider.closedEarlier(ordered, closing(CLOSED), BOOK, CLOSED), "browsing.history"))
                .isEqualTo(item(ordered, "browsing.history"));
    }

    private static OpenCase closing(Instant closedAt) {
        return OpenCase.closed("s", "a", null, closedAt, 1);
    }

    static Stream<Arguments> stages() {
        Map<Stage, CaseStatus> shown = new EnumMap<>(Stage.class);
        shown.put(Stage.WAITING, CaseStatus.RESTRICTED);
        shown.put(Stage.ORDERED, CaseStatus.ERASING);
        shown.put(Stage.NOTICE, CaseStatus.ERASING);
        shown.put(Stage.LAST, CaseStatus.ERASING);
        shown.put(Stage.ERASED_LIVE, CaseStatus.ERASED_LIVE);
        shown.put(Stage.COMPLETED, CaseStatus.COMPLETED);
        shown.put(Stage.CANCELLED, CaseStatus.CANCELLED);
        return Stream.of(Stage.values()).map(stage -> Arguments.of(stage, shown.get(stage)));
    }

    @ParameterizedTest
    @MethodSource("stages")
    @Tag("AC-26")
    @Tag("AC-27")
    void onlyAWaitingCaseCanBeCancelled(Stage stage, CaseStatus status) {
        RetentionCase known = closed(CLOSED, List.of(), CLOSED).at(stage);

        assertThat(known.status(CLOSED)).isEqualTo(status);
        assertThat(RetentionDecider.cancel(known).isPresent()).isEqualTo(stage == Stage.WAITING);
        RetentionDecider.cancel(known).ifPresent(cancelled -> {
            assertThat(cancelled.items()).allMatch(item -> item.status() == ItemStatus.CANCELLED);
            assertThat(cancelled.nextDueAt()).isEmpty();
        });
    }

    @Test
    @Tag("AC-27")
    void aCaseThatARequestHasTakenOverCannotBeCancelled() {
        RetentionCase taken = RetentionDecider.supersede(
                closed(CLOSED, List.of(), CLOSED), List.of("browsing.history"), UUID.randomUUID());

        assertThat(RetentionDecider.cancel(taken)).isEmpty();
    }

    /** Random lives of a case against a simple oracle: erased never early, never under a hold, and on time once free. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @Tag("R-4.2.2-8")
    @Tag("R-4.2.2-1")
    void noItemGoesEarlyOrUnderAHold(long seed) {
        Random random = new Random(seed);
        RetentionCase state = closed(CLOSED, List.of(), CLOSED);
        List<HoldScope> holds = new ArrayList<>();
        Instant now = CLOSED;
        for (int step = 0; step < 60; step++) {
            now = now.plusSeconds(random.nextInt(3 * 86_400));
            switch (random.nextInt(3)) {
                case 0 ->
                    holds.add(new HoldScope(
                            UUID.randomUUID(), random.nextBoolean() ? List.of() : List.of("browsing.history")));
                case 1 -> {
                    if (!holds.isEmpty()) {
                        holds.remove(random.nextInt(holds.size()));
                    }
                }
                default -> {}
            }
            RetentionCase before = state;
            state = RetentionDecider.fallDue(RetentionDecider.reconsider(state, holds), holds, now);
            for (CaseItem item : state.items()) {
                boolean erasing = item.status() == ItemStatus.ERASING
                        && item(before, item.category()).status() != ItemStatus.ERASING;
                boolean free = holds.stream().noneMatch(hold -> hold.covers(item.category()));
                boolean due = !item.dueAt().isAfter(now);
                boolean open = item(before, item.category()).open();
                assertThat(erasing).as("seed %d, step %d, %s", seed, step, item).isEqualTo(open && free && due);
            }
            state = state.at(Stage.WAITING);
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    private static RetentionCase closed(Instant closedAt, List<HoldScope> holds, Instant now) {
        return CaseOpening.open(UUID.randomUUID(), OpenCase.closed("s", "a", null, closedAt, 1), BOOK, holds, now);
    }

    private static CaseItem item(RetentionCase of, String category) {
        return of.items().stream()
                .filter(item -> item.category().equals(category))
                .findFirst()
                .orElseThrow();
    }

    private static RetentionRule rule(String category, Statutory statutory) {
        return new RetentionRule(category, 1, MONTH, Anchor.ACCOUNT_CLOSED, ErasureMethod.DELETE, statutory);
    }
}
