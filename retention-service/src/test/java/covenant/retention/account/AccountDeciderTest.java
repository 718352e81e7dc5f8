package covenant.retention.account;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.retention.account.Account.Status;
import covenant.retention.account.AccountDecision.Closed;
import covenant.retention.account.AccountDecision.ClosedEarlier;
import covenant.retention.account.AccountDecision.Conflict;
import covenant.retention.account.AccountDecision.ConflictKind;
import covenant.retention.account.AccountDecision.Nothing;
import covenant.retention.account.AccountDecision.Opened;
import covenant.retention.account.AccountDecision.Reopened;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AccountDeciderTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant T1 = T0.plusSeconds(1);
    private static final Instant T2 = T0.plusSeconds(2);
    private static final Instant T3 = T0.plusSeconds(3);

    /** Later than all that happened. */
    private static final Instant NOW = T0.plusSeconds(9);

    private static final Account OPEN = Account.opened("a", "s", T0);
    private static final Account OPENED_LATE = Account.opened("a", "s", T1);
    private static final Account CLOSED = OPEN.closed(T1);
    private static final Account REOPENED = CLOSED.reopened(T2);

    static Stream<Arguments> closings() {
        return Stream.of(
                Arguments.of("unknown account", null, T1, Closed.class),
                Arguments.of("open", OPEN, T1, Closed.class),
                Arguments.of("the same closing again", CLOSED, T1, Nothing.class),
                Arguments.of("a closing before the opening", OPENED_LATE, T0, Conflict.class),
                Arguments.of("a closing at the opening", OPENED_LATE, T1, Closed.class),
                Arguments.of("a closing before the opening, closed", OPENED_LATE.closed(T2), T0, Conflict.class),
                Arguments.of(
                        "a closing before the opening, reopened",
                        OPENED_LATE.closed(T1).reopened(T2),
                        T0,
                        Conflict.class),
                Arguments.of("a later closing of a closed account", CLOSED, T2, Conflict.class),
                Arguments.of("an earlier closing of a closed account", CLOSED, T0, Conflict.class),
                Arguments.of("the old closing after the reopening", REOPENED, T1, Nothing.class),
                Arguments.of("closing and reopening at one instant", REOPENED, T2, Nothing.class),
                Arguments.of("a new closing after the reopening", REOPENED, T3, Closed.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("closings")
    @Tag("AC-24")
    @Tag("AC-25")
    @Tag("AC-26")
    void closing(String name, Account known, Instant at, Class<? extends AccountDecision> expected) {
        assertThat(AccountDecider.close(known, "a", "s", at, NOW)).isInstanceOf(expected);
    }

    @Test
    @Tag("AC-26")
    void everyClosingCounts() {
        assertThat(AccountDecider.close(REOPENED, "a", "s", T3, NOW))
                .isEqualTo(new Closed(new Account("a", "s", Status.CLOSED, T0, T3, T2, 2)));
    }

    static Stream<Arguments> closingsAgain() {
        Account closedAt3 = OPEN.closed(T3);
        Account closedAgainAt3 = REOPENED.closed(T3);
        return Stream.of(
                Arguments.of("ahead, the right one is over", closedAt3, T1, T2, ClosedEarlier.class),
                Arguments.of("ahead, the right one is ahead too", closedAt3, T2, T1, ClosedEarlier.class),
                Arguments.of("ahead, the same again", closedAt3, T3, T2, Nothing.class),
                Arguments.of("ahead, a later one", closedAt3, NOW, T2, Conflict.class),
                Arguments.of("just over, an earlier one", closedAt3, T2, T3, Conflict.class),
                Arguments.of("over, an earlier one", closedAt3, T2, NOW, Conflict.class),
                Arguments.of("ahead, after the reopening", closedAgainAt3, T2.plusMillis(1), T2, ClosedEarlier.class),
                Arguments.of("ahead, the closing before the reopening", closedAgainAt3, T1, T2, Conflict.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("closingsAgain")
    @Tag("R-4.2.2-1")
    @Tag("AC-25")
    void onlyAClosingThatLiesAheadGivesWayToAnEarlierOne(
            String name, Account known, Instant at, Instant now, Class<? extends AccountDecision> expected) {
        assertThat(AccountDecider.close(known, "a", "s", at, now)).isInstanceOf(expected);
    }

    @Test
    @Tag("R-4.2.2-1")
    void anEarlierInstantIsNoSecondClosing() {
        assertThat(AccountDecider.close(OPEN.closed(T3), "a", "s", T1, T2)).isEqualTo(new ClosedEarlier(CLOSED));
    }

    static Stream<Arguments> reopenings() {
        return Stream.of(
                Arguments.of("unknown account", null, T1, false, Reopened.class),
                Arguments.of("open already", OPEN, T1, false, Nothing.class),
                Arguments.of("closed, nothing ordered", CLOSED, T2, false, Reopened.class),
                Arguments.of("closed, erasure ordered", CLOSED, T2, true, Conflict.class),
                Arguments.of("a reopening before the closing", CLOSED, T0, false, Nothing.class),
                Arguments.of("a reopening before the closing, ordered", CLOSED, T0, true, Nothing.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reopenings")
    @Tag("R-4.2.2-7")
    @Tag("AC-27")
    void reopening(String name, Account known, Instant at, boolean ordered, Class<? extends AccountDecision> expected) {
        assertThat(AccountDecider.reopen(known, "a", "s", at, ordered)).isInstanceOf(expected);
    }

    @Test
    @Tag("AC-28")
    void aReopeningThatArrivesBeforeItsClosingWins() {
        Account noted = ((Nothing) AccountDecider.reopen(OPEN, "a", "s", T2, false)).after();

        AccountDecision closing = AccountDecider.close(noted, "a", "s", T1, NOW);

        assertThat(closing).isInstanceOf(Nothing.class);
        assertThat(((Nothing) closing).after().status()).isEqualTo(Status.OPEN);
    }

    static Stream<Arguments> openings() {
        return Stream.of(
                Arguments.of("unknown account", null, T0, Opened.class),
                Arguments.of("known", OPEN, T0, Nothing.class),
                Arguments.of("an opening that arrives after its closing", CLOSED, T0, Nothing.class),
                Arguments.of("an opening after the closing", CLOSED, T2, Conflict.class),
                Arguments.of("an opening at the closing", CLOSED, T1, Nothing.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("openings")
    void opening(String name, Account known, Instant at, Class<? extends AccountDecision> expected) {
        assertThat(AccountDecider.open(known, "a", "s", at, NOW)).isInstanceOf(expected);
    }

    @Test
    void aClosingBeforeTheOpeningSaysWhatItContradicts() {
        assertThat(AccountDecider.close(OPENED_LATE, "a", "s", T0, NOW))
                .isInstanceOfSatisfying(Conflict.class, conflict -> {
                    assertThat(conflict.kind()).isEqualTo(ConflictKind.CLOSED_BEFORE_OPENING);
                    assertThat(conflict.standing()).isEqualTo(T1);
                });
    }

    @Test
    void onlyAnOpeningThatLiesAheadGivesWayToAnEarlierOne() {
        Account ahead = Account.opened("a", "s", T2);

        assertThat(AccountDecider.open(ahead, "a", "s", T0, T1)).isEqualTo(new Opened(OPEN));
        assertThat(AccountDecider.open(ahead, "a", "s", T3, T1)).isEqualTo(new Nothing(ahead));
        assertThat(AccountDecider.open(ahead, "a", "s", T0, T2)).isEqualTo(new Nothing(ahead));
    }

    @Test
    void anOpeningThatContradictsAClosingIsNotRemembered() {
        Account reopened = ((Reopened) AccountDecider.reopen(
                        ((Closed) AccountDecider.close(null, "a", "s", T1, NOW)).after(), "a", "s", T2, false))
                .after();

        assertThat(AccountDecider.open(reopened, "a", "s", T3, NOW)).isEqualTo(new Nothing(reopened));
        assertThat(((Nothing) AccountDecider.open(reopened, "a", "s", T0, NOW))
                        .after()
                        .openedAt())
                .isEqualTo(T0);
    }

    @Test
    void anAccountNeverChangesItsPerson() {
        assertThat(Stream.of(
                        AccountDecider.open(OPEN, "a", "other", T1, NOW),
                        AccountDecider.close(OPEN, "a", "other", T1, NOW),
                        AccountDecider.reopen(CLOSED, "a", "other", T2, false)))
                .allSatisfy(decision -> assertThat(decision)
                        .isInstanceOfSatisfying(
                                Conflict.class,
                                conflict -> assertThat(conflict.kind()).isEqualTo(ConflictKind.OTHER_SUBJECT)));
    }
}
