package covenant.consent.account;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.consent.account.AccountDecision.Closed;
import covenant.consent.account.AccountDecision.Conflict;
import covenant.consent.account.AccountDecision.ConflictKind;
import covenant.consent.account.AccountDecision.Noted;
import covenant.consent.account.AccountDecision.Opened;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AccountDeciderTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant T1 = T0.plusSeconds(1);
    private static final Instant T2 = T0.plusSeconds(2);
    private static final Instant T3 = T0.plusSeconds(3);
    private static final Instant T4 = T0.plusSeconds(4);

    private static final Account OPEN = Account.opened("a", "s", T1);
    private static final Account CLOSED = OPEN.closed(T2);
    private static final Account REOPENED = CLOSED.reopened(T3);
    private static final Account CLOSED_ONLY = Account.unknown("a", "s").closed(T2);
    private static final Conflict BEFORE_OPENING = new Conflict(ConflictKind.CLOSED_BEFORE_OPENING);
    private static final Conflict AFTER_CLOSING = new Conflict(ConflictKind.OPENED_AFTER_CLOSING);

    static Stream<Arguments> closings() {
        return Stream.of(
                Arguments.of("unknown", null, T2, T4, new Closed(CLOSED_ONLY)),
                Arguments.of("open", OPEN, T2, T4, new Closed(CLOSED)),
                Arguments.of("at the opening", OPEN, T1, T4, new Closed(OPEN.closed(T1))),
                Arguments.of("before the opening", OPEN, T0, T4, BEFORE_OPENING),
                Arguments.of("before the opening, closed", CLOSED, T0, T4, BEFORE_OPENING),
                Arguments.of("before the opening, reopened", REOPENED, T0, T4, BEFORE_OPENING),
                Arguments.of("again", CLOSED, T2, T4, new Noted(CLOSED)),
                Arguments.of("later", CLOSED, T3, T4, new Noted(CLOSED)),
                Arguments.of("earlier, the known one is over", CLOSED, T1, T2, new Noted(CLOSED)),
                Arguments.of("earlier, the known one lies ahead", CLOSED, T1, T1, new Noted(OPEN.closed(T1))),
                Arguments.of("of before the reopening", REOPENED, T2, T4, new Noted(REOPENED)),
                Arguments.of("after the reopening", REOPENED, T4, T4, new Closed(REOPENED.closed(T4))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("closings")
    @Tag("AC-25")
    @Tag("R-1.5.3-1")
    void closing(String name, Account known, Instant at, Instant now, AccountDecision expected) {
        assertThat(AccountDecider.close(known, "a", "s", at, now)).isEqualTo(expected);
    }

    static Stream<Arguments> openings() {
        Account ahead = Account.opened("a", "s", T3);
        return Stream.of(
                Arguments.of("unknown", null, T1, new Opened(OPEN)),
                Arguments.of("again", OPEN, T2, new Noted(OPEN)),
                Arguments.of("earlier, the known one lies ahead", ahead, T1, new Noted(OPEN)),
                Arguments.of("after the closing", CLOSED, T3, AFTER_CLOSING),
                Arguments.of("after the closing, the opening unknown", CLOSED_ONLY, T3, AFTER_CLOSING),
                Arguments.of("at the closing", CLOSED_ONLY, T2, new Noted(CLOSED_ONLY.withOpenedAt(T2))),
                Arguments.of("late, of before the closing", CLOSED_ONLY, T1, new Noted(CLOSED)),
                Arguments.of("of before the closing, reopened", CLOSED_ONLY.reopened(T3), T1, new Noted(REOPENED)),
                Arguments.of(
                        "after the closing, reopened",
                        CLOSED_ONLY.reopened(T3),
                        T4,
                        new Noted(CLOSED_ONLY.reopened(T3))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("openings")
    @Tag("R-4.2.2-7")
    void opening(String name, Account known, Instant at, AccountDecision expected) {
        assertThat(AccountDecider.open(known, "a", "s", at, T2)).isEqualTo(expected);
    }

    static Stream<Arguments> reopenings() {
        return Stream.of(
                Arguments.of(
                        "unknown",
                        null,
                        T3,
                        new Opened(Account.unknown("a", "s").reopened(T3))),
                Arguments.of("open", OPEN, T3, new Noted(OPEN.reopened(T3))),
                Arguments.of("closed", CLOSED, T3, new Opened(REOPENED)),
                Arguments.of("before the closing", CLOSED, T1, new Noted(CLOSED)),
                Arguments.of("again", REOPENED, T3, new Noted(REOPENED)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reopenings")
    @Tag("AC-26")
    @Tag("AC-28")
    void reopening(String name, Account known, Instant at, AccountDecision expected) {
        assertThat(AccountDecider.reopen(known, "a", "s", at)).isEqualTo(expected);
    }

    static Stream<AccountDecision> ofSomebodyElse() {
        return Stream.of(
                AccountDecider.open(OPEN, "a", "other", T2, T4),
                AccountDecider.close(OPEN, "a", "other", T2, T4),
                AccountDecider.reopen(CLOSED, "a", "other", T3));
    }

    @ParameterizedTest
    @MethodSource("ofSomebodyElse")
    void anAccountNeverChangesItsPerson(AccountDecision decision) {
        assertThat(decision).isEqualTo(new Conflict(ConflictKind.OTHER_SUBJECT));
    }
}
