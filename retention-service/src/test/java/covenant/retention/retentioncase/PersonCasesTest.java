package covenant.retention.retentioncase;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.HolderOrderEvent.ErasureMethod;
import covenant.contracts.RetentionEvent.Cause;
import covenant.retention.rule.RetentionRule;
import covenant.retention.rule.RetentionRule.Anchor;
import covenant.retention.rule.RetentionRule.Statutory;
import covenant.retention.rule.RuleBook;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PersonCasesTest {
    private static final Instant CLOSED = Instant.parse("2026-01-31T04:00:00Z");
    private static final Instant DUE = Instant.parse("2026-02-28T16:00:00Z");
    private static final Instant WITHDRAWN = DUE.minusSeconds(3 * 86_400);
    private static final String TAG = "profile.tag";
    private static final String HISTORY = "browsing.history";
    private static final String IDENTITY = "identity.national_id";
    private static final RuleBook BOOK = RuleBook.of(
            List.of(
                    rule(TAG, null),
                    rule(HISTORY, null),
                    rule(IDENTITY, new Statutory("AML", "34", Period.ofYears(10), Anchor.RELATIONSHIP_END, true))),
            Period.ofMonths(1),
            true);

    /** The person's cases as the service leads them, without a database. */
    private static final class World {
        private List<RetentionCase> cases = new ArrayList<>();
        private final List<HoldScope> holds = new ArrayList<>();
        private final List<String> ordered = new ArrayList<>();
        private boolean accountOpen;
        private Instant now = WITHDRAWN;

        void cause(OpenCase command) {
            PersonCases.Opening opening =
                    new PersonCases(cases, accountOpen).open(UUID.randomUUID(), command, BOOK, holds, now);
            opening.changed().forEach(this::put);
            opening.opened().ifPresent(this::put);
        }

        void sweep() {
            for (RetentionCase known : List.copyOf(cases)) {
                if (known.nextDueAt().filter(due -> !due.isAfter(now)).isPresent()) {
                    RetentionCase due = RetentionDecider.fallDue(known, holds, now);
                    ordered.addAll(due.categories(ItemStatus.ERASING));
                    put(due);
                }
            }
        }

        private void put(RetentionCase changed) {
            cases.removeIf(known -> known.id().equals(changed.id()));
            cases.add(changed);
        }

        RetentionCase of(Cause cause) {
            return cases.stream().filter(c -> c.cause() == cause).findFirst().orElseThrow();
        }
    }

    private static OpenCase withdrawal(String consent, String... categories) {
        return OpenCase.atOnce("consent/" + consent, "s", Cause.CONSENT_WITHDRAWN, List.of(categories), WITHDRAWN);
    }

    private static OpenCase closing() {
        return OpenCase.closed("s", "a", null, CLOSED, 1);
    }

    static Stream<List<String>> everyOrder() {
        return permutations(List.of("ordinary", "separate", "closing", "sweep"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyOrder")
    @Tag("AC-40")
    void aCategoryIsOrderedOnceWhateverTheOrderInWhichItsCausesArrive(List<String> order) {
        World world = new World();
        for (String step : order) {
            switch (step) {
                case "ordinary" -> world.cause(withdrawal("ordinary", TAG, HISTORY));
                case "separate" -> world.cause(withdrawal("separate", TAG));
                case "closing" -> world.cause(closing());
                default -> world.sweep();
            }
        }
        world.sweep();
        assertThat(world.ordered).containsExactlyInAnyOrder(TAG, HISTORY);
        assertThat(world.of(Cause.ACCOUNT_CLOSED).dueAt()).isEqualTo(DUE);

        world.now = DUE;
        world.sweep();
        assertThat(world.ordered)
                .as("nothing is ordered again when the month is over")
                .hasSize(2);
    }

    @Test
    @Tag("AC-40")
    void underAHoldTheTwoCasesDoNotBothErase() {
        World world = new World();
        world.holds.add(new HoldScope(UUID.randomUUID(), List.of(TAG)));
        world.cause(closing());
        world.cause(withdrawal("ordinary", TAG));
        world.now = DUE.plusSeconds(1);
        world.sweep();
        assertThat(world.ordered).containsExactly(HISTORY);

        world.holds.clear();
        List.copyOf(world.cases).forEach(known -> world.put(RetentionDecider.reconsider(known, List.of())));
        world.sweep();
        assertThat(world.ordered).containsExactly(HISTORY, TAG);
    }

    @Test
    @Tag("R-5-2")
    void whatWasWithdrawnAfterAnEarlierOrderIsOrderedAgain() {
        World world = new World();
        world.accountOpen = true;
        world.cause(withdrawal("first", TAG));
        world.sweep();
        Instant later = WITHDRAWN.plusSeconds(60);
        world.now = later.plusSeconds(60);

        world.cause(OpenCase.atOnce("consent/second", "s", Cause.CONSENT_WITHDRAWN, List.of(TAG), later));
        world.sweep();

        assertThat(world.ordered).containsExactly(TAG, TAG);
    }

    @Test
    @Tag("R-5-2")
    void aWithdrawalTakesOnlyWhatNoLawKeeps() {
        World world = new World();
        world.cause(withdrawal("identity", IDENTITY));

        assertThat(world.cases).isEmpty();
    }

    @Test
    @Tag("AC-33")
    void theErasureOfOneAccountDoesNotStandForThePersonsOther() {
        World world = new World();
        world.accountOpen = true;
        world.now = DUE;
        world.cause(closing());
        world.sweep();

        world.cause(withdrawal("ordinary", TAG));
        world.sweep();

        assertThat(world.ordered).containsExactly(HISTORY, TAG, TAG);
    }

    @Test
    @Tag("AC-29")
    void aRequestTakesEverythingOverAndIsAnsweredForAllOfIt() {
        World world = new World();
        world.cause(closing());
        world.cause(withdrawal("ordinary", TAG));
        world.sweep();
        world.cause(new OpenCase(
                "request/1", "s", "a", Cause.REQUEST, UUID.randomUUID(), null, List.of(), WITHDRAWN, null));

        assertThat(world.of(Cause.REQUEST).categories(ItemStatus.SCHEDULED)).containsExactly(HISTORY, TAG);
        assertThat(world.of(Cause.ACCOUNT_CLOSED).categories(ItemStatus.SCHEDULED))
                .isEmpty();
        assertThat(RetentionDecider.cancel(world.of(Cause.ACCOUNT_CLOSED))).isEmpty();
    }

    @Test
    @Tag("R-5.2-5")
    void aShareIsErasedByTheCaseThatOrderedAfterIt() {
        World world = new World();
        world.cause(closing());
        world.now = DUE;
        world.sweep();
        Consumer<Boolean> open = value -> world.accountOpen = value;

        open.accept(true);
        PersonCases later = new PersonCases(world.cases, true);
        assertThat(later.erasing(List.of(HISTORY, IDENTITY, "cookie.id"), DUE.minusSeconds(1)))
                .hasSize(1)
                .hasValueSatisfying(new org.assertj.core.api.Condition<>(
                        categories -> List.copyOf(categories).equals(List.of(HISTORY, IDENTITY)), "both categories"));
        assertThat(later.erasing(List.of(HISTORY), DUE.plusSeconds(1))).isEmpty();
        assertThat(new PersonCases(world.cases, false).erasing(List.of(HISTORY), DUE.plusSeconds(1)))
                .as("without an account nothing may have been shared afterwards")
                .hasSize(1);
    }

    private static RetentionRule rule(String category, Statutory statutory) {
        return new RetentionRule(
                category, 1, Period.ofMonths(1), Anchor.ACCOUNT_CLOSED, ErasureMethod.DELETE, statutory);
    }

    private static Stream<List<String>> permutations(List<String> of) {
        return of.isEmpty()
                ? Stream.of(List.of())
                : of.stream()
                        .flatMap(first -> permutations(of.stream()
                                        .filter(other -> !other.equals(first))
                                        .toList())
                                .map(rest -> Stream.concat(Stream.of(first), rest.stream())
                                        .toList()));
    }
}
