package covenant.retention.retentioncase;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.HolderOrderEvent.ErasureMethod;
import covenant.platform.time.LegalCalendar;
import covenant.retention.rule.RetentionRule;
import covenant.retention.rule.RetentionRule.Anchor;
import covenant.retention.rule.RetentionRule.Statutory;
import covenant.retention.rule.RuleBook;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RecordRoundsTest {
    private static final Period TEN_YEARS = Period.ofYears(10);
    private static final Instant OPENED = Instant.parse("2025-05-06T02:00:00Z");
    private static final Instant CLOSED = Instant.parse("2028-02-29T04:00:00Z");
    private static final String TRANSACTION = "financial.transaction";
    private static final Statutory BY_RECORD = new Statutory("AML", "34(3)", TEN_YEARS, Anchor.RECORD_DATE, true);
    private static final RuleBook BOOK = RuleBook.of(List.of(rule(1, BY_RECORD)), Period.ofMonths(1), true);

    @Test
    @Tag("AC-30")
    @Tag("R-4.2.2-4")
    @Tag("R-5.1.3-2")
    void aTransactionGoesTenYearsAfterItsOwnDateAndNotAfterTheClosing() {
        RetentionCase kept = closed(OPENED);
        CaseItem item = kept.items().getFirst();
        Instant firstRound = LegalCalendar.statutoryEnd(LocalDate.of(2025, 5, 6), TEN_YEARS);
        assertThat(item.status()).isEqualTo(ItemStatus.STATUTORY);
        assertThat(item.dueAt()).isEqualTo(LegalCalendar.endOfDay(LocalDate.of(2038, 3, 10)));
        assertThat(item.nextAt()).contains(firstRound);
        assertThat(firstRound).isAfter(Instant.parse("2035-05-06T16:00:00Z"));

        assertThat(RetentionDecider.rounds(kept, firstRound.minusNanos(1_000))).isEmpty();
        assertThat(RetentionDecider.rounds(kept, firstRound)).singleElement().satisfies(round -> {
            assertThat(round.recordsUpTo()).isEqualTo(LocalDate.of(2025, 5, 6));
            assertThat(round.categories()).containsExactly(TRANSACTION);
        });

        RetentionCase next = RetentionDecider.roundsOrdered(kept, firstRound);
        assertThat(next.categories(ItemStatus.STATUTORY)).containsExactly(TRANSACTION);
        assertThat(next.items().getFirst().nextAt())
                .contains(LegalCalendar.retentionDue(firstRound, Period.ofMonths(1)));
        assertThat(RetentionDecider.fallDue(next, List.of(), item.dueAt()).categories(ItemStatus.ERASING))
                .containsExactly(TRANSACTION);
    }

    @Test
    @Tag("R-4.2.2-8")
    void noRoundTakesWhatAHoldKeeps() {
        HoldScope hold = new HoldScope(UUID.randomUUID(), List.of(TRANSACTION));
        RetentionCase held = RetentionDecider.reconsider(closed(OPENED), List.of(hold));

        assertThat(RetentionDecider.rounds(held, Instant.parse("2037-01-01T00:00:00Z")))
                .isEmpty();
        assertThat(RetentionDecider.rounds(
                        RetentionDecider.reconsider(held, List.of()), Instant.parse("2037-01-01T00:00:00Z")))
                .hasSize(1);
    }

    @Test
    @Tag("T-7")
    void aChangedRuleKeepsTheRoundsOfSingleRecordsAndBringsThemNearer() {
        RetentionCase kept = closed(OPENED);
        RetentionRule shorter = rule(2, new Statutory("AML", "34(3)", Period.ofYears(5), Anchor.RECORD_DATE, true));

        CaseItem sooner = recomputed(kept, shorter).items().getFirst();

        assertThat(sooner.status()).isEqualTo(ItemStatus.STATUTORY);
        assertThat(sooner.dueAt()).isEqualTo(LegalCalendar.statutoryEnd(CLOSED, Period.ofYears(5)));
        assertThat(sooner.nextAt()).contains(LegalCalendar.statutoryEnd(LocalDate.of(2025, 5, 6), Period.ofYears(5)));
        assertThat(RetentionDecider.rounds(
                        recomputed(kept, shorter), sooner.nextAt().orElseThrow()))
                .singleElement()
                .satisfies(round -> assertThat(round.recordsUpTo()).isEqualTo(LocalDate.of(2025, 5, 6)));
    }

    @Test
    @Tag("T-7")
    void aRuleThatFromNowOnCountsFromEachRecordLetsTheOldOnesGoSooner() {
        RuleBook fromTheEnd = RuleBook.of(
                List.of(rule(1, new Statutory("AML", "34(3)", TEN_YEARS, Anchor.RELATIONSHIP_END, true))),
                Period.ofMonths(1),
                true);
        RetentionCase kept = CaseOpening.open(
                UUID.randomUUID(), OpenCase.closed("s", "a", OPENED, CLOSED, 1), fromTheEnd, List.of(), CLOSED);
        assertThat(kept.items().getFirst().rounds()).isNull();

        CaseItem next = recomputed(kept, rule(2, BY_RECORD)).items().getFirst();

        assertThat(next.dueAt()).isEqualTo(kept.items().getFirst().dueAt());
        assertThat(next.nextAt()).contains(LegalCalendar.statutoryEnd(LocalDate.of(2025, 5, 6), TEN_YEARS));
        assertThat(recomputed(kept, rule(2, new Statutory("AML", "34(3)", TEN_YEARS, Anchor.RELATIONSHIP_END, true))))
                .isEqualTo(kept);
    }

    private static RetentionCase recomputed(RetentionCase known, RetentionRule rule) {
        return RetentionDecider.recomputed(known, rule, BOOK, OPENED);
    }

    @Test
    void withoutTheDayOfTheOpeningEverythingWaitsForTheYoungestPossibleRecord() {
        assertThat(closed(null).items().getFirst().rounds()).isNull();
    }

    @Test
    @Tag("T-5")
    void aRoundTakesExactlyTheRecordsWhosePeriodIsOver() {
        for (Period period : List.of(TEN_YEARS, Period.ofMonths(6), Period.ofDays(400))) {
            LocalDate.of(2036, 1, 1).datesUntil(LocalDate.of(2041, 1, 1)).forEach(today -> {
                Instant now = LegalCalendar.startOfDay(today);
                LocalDate upTo = new RecordRounds(period, now).recordsUpTo(now);

                assertThat(LegalCalendar.statutoryEnd(upTo, period))
                        .as("%s", today)
                        .isBeforeOrEqualTo(now);
                assertThat(LegalCalendar.statutoryEnd(upTo.plusDays(1), period))
                        .as("%s", today)
                        .isAfter(now);
            });
        }
    }

    private static RetentionRule rule(int version, Statutory law) {
        return new RetentionRule(
                TRANSACTION, version, Period.ofMonths(1), Anchor.ACCOUNT_CLOSED, ErasureMethod.DELETE, law);
    }

    private static RetentionCase closed(Instant openedAt) {
        return CaseOpening.open(
                UUID.randomUUID(), OpenCase.closed("s", "a", openedAt, CLOSED, 1), BOOK, List.of(), CLOSED);
    }
}
