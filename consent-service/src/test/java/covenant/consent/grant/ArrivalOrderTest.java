package covenant.consent.grant;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.CatalogueFile;
import covenant.consent.policy.PolicyVersion;
import covenant.consent.policy.PolicyVersions;
import covenant.consent.subject.Coverage;
import covenant.consent.subject.LiveConsent;
import covenant.consent.subject.SubjectState;
import covenant.contracts.ConsentEvent.Method;
import covenant.contracts.ConsentEvent.WithdrawalCause;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person said last holds, whatever arrived last. */
@Tag("AC-15")
@Tag("R-GAP-8")
class ArrivalOrderTest {
    private static final Catalogue CATALOGUE = CatalogueFile.read();
    private static final Instant START = Instant.parse("2026-05-06T02:00:00Z");
    private static final LocalDate TOMORROW = LocalDate.of(2026, 5, 7);
    private static final int DAYS_LATER = 60 * 24 * 3;
    private static final PolicyVersion FIRST = PolicyVersions.numbered(1, START.minusSeconds(3600));
    /** Takes effect at minute 50. */
    private static final PolicyVersion SECOND = PolicyVersions.numbered(2, at(50));

    private static Instant at(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }

    private static long minute(Instant instant) {
        return Duration.between(START, instant).toMinutes();
    }

    /** {@code grant@30}: said at minute 30; {@code v2}: under the second version; {@code until}: to the end of the next day. */
    private record Word(String kind, String purpose, int minute, boolean second, boolean limited) {
        static Word of(String text, String purpose) {
            String[] parts = text.split("[@/]", -1);
            List<String> more = Arrays.asList(parts).subList(2, parts.length);
            return new Word(parts[0], purpose, Integer.parseInt(parts[1]), more.contains("v2"), more.contains("until"));
        }

        Outcome.Changed heard(SubjectState state, Instant now) {
            return switch (kind) {
                case "withdraw" -> withdraw(state, purpose, now);
                case "withdraw*" -> withdraw(state, "*", now);
                case "expire" -> Endings.expire(state, CATALOGUE, now);
                case "grant" -> answer(state, item(GrantItem.Answer.GRANT, false), now);
                case "separate" -> answer(state, item(GrantItem.Answer.GRANT, true), now);
                case "decline" -> answer(state, item(GrantItem.Answer.DECLINE, false), now);
                default -> throw new IllegalArgumentException(kind);
            };
        }

        private static Outcome.Changed withdraw(SubjectState state, String purpose, Instant now) {
            return Withdrawals.withdraw(state, CATALOGUE, List.of(purpose), WithdrawalCause.WITHDRAWAL, now);
        }

        private GrantItem item(GrantItem.Answer answer, boolean separate) {
            List<String> categories = separate ? List.of("service.order") : List.of();
            LocalDate until = limited ? TOMORROW : null;
            return new GrantItem(purpose, answer, categories, null, separate, separate ? "why" : null, until, null);
        }

        private Outcome.Changed answer(SubjectState state, GrantItem item, Instant now) {
            PolicyVersion policy = second ? SECOND : FIRST;
            Evidence evidence = new Evidence(
                    policy.version(),
                    policy.sha256(),
                    at(minute),
                    at(minute),
                    Method.CLICK,
                    "APP",
                    "1.0",
                    "zh-CN",
                    List.of("1.2.1"));
            Outcome outcome = GrantDecider.decide(
                    state,
                    new GrantCommand(
                            "s",
                            evidence,
                            List.of(item),
                            policy,
                            Optional.empty(),
                            CATALOGUE,
                            Optional.empty(),
                            false,
                            Duration.ofDays(30),
                            UUID::randomUUID),
                    now);
            assertThat(outcome).as(toString()).isInstanceOf(Outcome.Changed.class);
            return (Outcome.Changed) outcome;
        }
    }

    /** State x late command: the minutes of what lives after it, and what became of the record. */
    @ParameterizedTest(name = "after {0}, late {1} said at 20")
    @CsvSource({
        "'',                              grant,    20,    Granted",
        "grant@10,                        grant,    20,    Granted Superseded(10)",
        "grant@30,                        grant,    30,    Granted Superseded(20)",
        "grant@20,                        grant,    20,    Granted Superseded(20)",
        "grant@30/v2,                     grant,    20+30, Granted",
        "grant@10/v2 grant@30/v2,         grant,    20+30, Granted",
        "grant@5/v2,                      grant,    5+20,  Granted",
        "separate@30,                     grant,    20+30, Granted",
        "separate@30,                     separate, 30,    Granted Superseded(20)",
        "grant@30,                        separate, 20+30, Granted",
        "withdraw@10,                     grant,    20,    Granted",
        "withdraw@30,                     grant,    '',    Granted Withdrawn(20)",
        "withdraw*@30,                    grant,    '',    Granted Withdrawn(20)",
        "grant@10 withdraw@30,            grant,    '',    Granted Withdrawn(20)",
        "grant@10 withdraw@15,            grant,    20,    Granted",
        "grant@10 withdraw@15 withdraw@30,grant,    '',    Granted Withdrawn(20)",
        "decline@30,                      grant,    '',    Granted Withdrawn(20)",
        "decline@10,                      grant,    20,    Granted",
        "decline@30 grant@40,             grant,    40,    Granted Withdrawn(20)",
        "decline@30 decline@10,           grant,    '',    Granted Withdrawn(20)",
        "grant@30/until expire@4320,      grant,    '',    Granted Superseded(20)",
        "grant@10/until expire@4320,      grant,    20,    Granted",
        "'',                              decline,  '',    Declined",
        "grant@10,                        decline,  '',    Withdrawn(10)",
        "grant@30,                        decline,  30,    Declined",
        "grant@10 separate@30,            decline,  30,    Withdrawn(10)",
        "withdraw@30,                     decline,  '',    Declined",
        "grant@10 withdraw@30,            decline,  '',    Declined",
        "grant@30/until expire@4320,      decline,  '',    Declined",
    })
    void aLateWordTakesThePlaceThatItHadWhenItWasSaid(String before, String late, String lives, String changes) {
        SubjectState state = SubjectState.unknown("s");
        int now = 45;
        for (String text : before.isBlank() ? List.<String>of() : List.of(before.split(" "))) {
            Word word = Word.of(text, "SERVICE_DELIVERY");
            state = word.heard(state, at(Math.max(word.minute(), 1))).next();
            now = Math.max(now, word.minute());
        }
        Outcome.Changed outcome = Word.of(late + "@20", "SERVICE_DELIVERY").heard(state, at(now));

        assertThat(outcome.next().consents().stream()
                        .map(LiveConsent::acceptedAt)
                        .sorted()
                        .map(instant -> Long.toString(minute(instant)))
                        .collect(Collectors.joining("+")))
                .isEqualTo(lives);
        assertThat(outcome.changes().stream().map(ArrivalOrderTest::shown).collect(Collectors.joining(" ")))
                .isEqualTo(changes);
    }

    private static String shown(ConsentChange change) {
        return switch (change) {
            case ConsentChange.Granted g -> "Granted";
            case ConsentChange.Declined d -> "Declined";
            case ConsentChange.Withdrawn w -> "Withdrawn(" + minute(w.consent().acceptedAt()) + ")";
            case ConsentChange.Superseded s ->
                "Superseded(" + minute(s.consent().acceptedAt()) + ")";
            case ConsentChange.Expired e -> "Expired";
            case ConsentChange.Ended e -> "Ended";
        };
    }

    @Test
    @Tag("R-5-1")
    void aPartIsRefusedAtOnceAlsoWhereTheClockOfTheConsentWasAhead() {
        SubjectState whole = Word.of("grant@44", "SECURITY_RISK_CONTROL")
                .heard(SubjectState.unknown("s"), at(40))
                .next();
        SubjectState without = Word.of("withdraw@41", "SECURITY_RISK_CONTROL.extended")
                .heard(whole, at(41))
                .next();
        assertThat(Coverage.of(without, CATALOGUE, "SECURITY_RISK_CONTROL.extended"))
                .isEmpty();
        assertThat(without.consents()).hasSize(1);
    }

    @Test
    void whatLawAndContractStillUseIsNotErasedBecauseTheFirstGrantArrivedAfterItsWithdrawal() {
        SubjectState withdrawn = Word.of("withdraw@30", "COOKIE_ANALYTICS")
                .heard(SubjectState.unknown("s"), at(30))
                .next();
        Outcome.Changed late = Word.of("grant@20", "COOKIE_ANALYTICS").heard(withdrawn, at(45));

        assertThat(late.next().acceptedVersion()).isEqualTo(1);
        assertThat(late.changes())
                .last()
                .isInstanceOfSatisfying(
                        ConsentChange.Withdrawn.class,
                        w -> assertThat(w.remaining().get("cookie.id")).containsExactly("COOKIE_NECESSARY"));
    }

    @Test
    void anErasedPersonsWithdrawalLeavesNothing() {
        SubjectState erased = new SubjectState(
                "s",
                null,
                true,
                true,
                false,
                java.util.Set.of(),
                List.of(),
                java.util.Map.of(),
                covenant.consent.subject.Marks.NONE);
        assertThat(Word.of("withdraw*@10", "").heard(erased, at(10)).next()).isEqualTo(erased);
    }

    /** Yes and no to purposes, parts and everything: in any order of arrival the same holds as in the order of the words. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {2, 23, 61, 733, 4_711, 20_261_130})
    void whateverArrivesWhenTheSameHoldsAsInTheOrderOfTheWords(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Arrival> words = words(random);
            SubjectState inOrder =
                    hear(words, Comparator.comparingInt(a -> a.word().minute()));
            SubjectState asItCame = hear(words, Comparator.comparingInt(Arrival::minute));
            String where = "seed %d, round %d, %s".formatted(seed, round, words);
            assertThat(holds(asItCame)).as(where).isEqualTo(holds(inOrder));
            assertThat(asItCame.acceptedVersion()).as(where).isEqualTo(inOrder.acceptedVersion());
        }
    }

    /** @param minute at which it arrives */
    private record Arrival(Word word, int minute) {}

    /** A withdrawal is a call: it is said when it arrives. */
    private static List<Arrival> words(Random random) {
        List<String> purposes = List.of(
                "SERVICE_DELIVERY", "PERSONALISATION", "SECURITY_RISK_CONTROL", "SECURITY_RISK_CONTROL.extended");
        List<String> kinds = List.of("grant", "grant", "separate", "decline", "withdraw", "withdraw*");
        List<Arrival> words = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            int said = 2 * i;
            String kind = kinds.get(random.nextInt(kinds.size()));
            String purpose = purposes.get(kind.equals("separate") ? 0 : random.nextInt(purposes.size()));
            boolean call = kind.startsWith("withdraw");
            words.add(new Arrival(
                    new Word(kind, purpose, said, false, false), call ? said : said + 2 * random.nextInt(7) + 1));
        }
        return words;
    }

    private static SubjectState hear(List<Arrival> words, Comparator<Arrival> order) {
        SubjectState state = SubjectState.unknown("s");
        for (Arrival arrival : words.stream().sorted(order).toList()) {
            boolean call = arrival.word().kind().startsWith("withdraw");
            Instant now = at(call ? arrival.minute() : arrival.minute() + DAYS_LATER);
            state = arrival.word().heard(state, now).next();
        }
        return state;
    }

    private static List<String> holds(SubjectState state) {
        return Stream.of(
                        "SERVICE_DELIVERY",
                        "PERSONALISATION",
                        "PERSONALISATION.recommend",
                        "SECURITY_RISK_CONTROL",
                        "SECURITY_RISK_CONTROL.extended",
                        "SECURITY_RISK_CONTROL.crash")
                .flatMap(purpose -> Coverage.of(state, CATALOGUE, purpose).stream()
                        .map(c -> purpose + " by " + c.purpose() + " of " + minute(c.acceptedAt())
                                + (c.separate() ? " separate" : "")))
                .sorted()
                .toList();
    }
}
