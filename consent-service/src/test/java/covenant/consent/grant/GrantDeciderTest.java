package covenant.consent.grant;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.CatalogueFile;
import covenant.consent.policy.PolicyVersion;
import covenant.consent.policy.PolicyVersions;
import covenant.consent.subject.ConsentStatus;
import covenant.consent.subject.LiveConsent;
import covenant.consent.subject.SubjectState;
import covenant.contracts.ConsentEvent.EndCause;
import covenant.contracts.ConsentEvent.Method;
import covenant.contracts.ConsentEvent.WithdrawalCause;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantDeciderTest {
    private static final Catalogue CATALOGUE = CatalogueFile.read();
    private static final Instant NOW = Instant.parse("2026-05-06T02:00:00Z");
    private static final SubjectState NOBODY = SubjectState.unknown("s");
    private static final PolicyVersion POLICY = PolicyVersions.first(NOW.minusSeconds(3600));

    private static Evidence evidence(Instant acceptedAt) {
        return new Evidence(
                "1", POLICY.sha256(), acceptedAt, acceptedAt, Method.CLICK, "APP", "1.0", "zh-CN", List.of("1.2.1"));
    }

    private static GrantItem item(String purpose, GrantItem.Answer answer, boolean separate, String... categories) {
        return new GrantItem(purpose, answer, List.of(categories), null, separate, separate ? "why" : null, null, null);
    }

    private static GrantItem grant(String purpose, String... categories) {
        return item(purpose, GrantItem.Answer.GRANT, false, categories);
    }

    private static GrantItem decline(String purpose) {
        return item(purpose, GrantItem.Answer.DECLINE, false);
    }

    private static Outcome decide(SubjectState state, Instant acceptedAt, Instant now, GrantItem... items) {
        return GrantDecider.decide(
                state,
                new GrantCommand(
                        "s",
                        evidence(acceptedAt),
                        List.of(items),
                        POLICY,
                        Optional.empty(),
                        CATALOGUE,
                        Optional.empty(),
                        true,
                        Duration.ofDays(30),
                        UUID::randomUUID),
                now);
    }

    private static Outcome.Changed done(SubjectState state, Instant now, GrantItem... items) {
        return (Outcome.Changed) decide(state, now, now, items);
    }

    private static @Nullable String refusal(Outcome outcome) {
        return outcome instanceof Outcome.Refused r ? r.refusal().code().name() : null;
    }

    @Test
    @Tag("R-GAP-8")
    void anOrdinaryGrantTakesThePlaceOfTheOrdinaryOneAndNotOfTheSeparate() {
        SubjectState first = done(
                        NOBODY,
                        NOW,
                        grant("SERVICE_DELIVERY"),
                        item("SERVICE_DELIVERY", GrantItem.Answer.GRANT, true, "financial.bank_card"))
                .next();
        Outcome.Changed second = done(first, NOW.plusSeconds(1), grant("SERVICE_DELIVERY"));

        assertThat(second.next().consents()).hasSize(2).anyMatch(LiveConsent::separate);
        assertThat(second.changes()).hasSize(2).last().isInstanceOf(ConsentChange.Superseded.class);
    }

    @Test
    void separateConsentsOfDifferentCategoriesLiveSideBySide() {
        SubjectState both = done(
                        NOBODY,
                        NOW,
                        item("SERVICE_DELIVERY", GrantItem.Answer.GRANT, true, "financial.bank_card"),
                        item("SERVICE_DELIVERY", GrantItem.Answer.GRANT, true, "financial.bill"))
                .next();
        assertThat(both.consents()).hasSize(2);
    }

    @Test
    @Tag("AC-04")
    void theCooldownHoldsForThirtyDaysAndForBackendsOnly() {
        SubjectState declined = done(NOBODY, NOW, decline("PERSONALISATION")).next();
        Instant day29 = NOW.plus(Duration.ofDays(30)).minusSeconds(1);
        Instant day30 = NOW.plus(Duration.ofDays(30));

        assertThat(refusal(decide(declined, day29, day29, grant("PERSONALISATION"))))
                .isEqualTo("RECONSENT_COOLDOWN");
        assertThat(refusal(decide(declined, day30, day30, grant("PERSONALISATION"))))
                .isNull();
        SubjectState mandatory = done(NOBODY, NOW, decline("SERVICE_DELIVERY")).next();
        assertThat(refusal(decide(mandatory, day29, day29, grant("SERVICE_DELIVERY"))))
                .isNull();
    }

    @Test
    @Tag("R-PRE-2")
    void onePurposeIsNotGrantedAndDeclinedAtOnce() {
        for (GrantItem[] both : List.of(
                new GrantItem[] {grant("PERSONALISATION"), decline("PERSONALISATION")},
                new GrantItem[] {decline("PERSONALISATION"), grant("SERVICE_DELIVERY"), grant("PERSONALISATION")})) {
            assertThat(decide(NOBODY, NOW, NOW, both)).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
                assertThat(refused.refusal().code().name()).isEqualTo("VALIDATION_FAILED");
                assertThat(refused.refusal().violations().getFirst().field())
                        .isEqualTo("grants[" + (both.length - 1) + "].decision");
            });
        }
        assertThat(refusal(decide(NOBODY, NOW, NOW, grant("SERVICE_DELIVERY"), decline("PERSONALISATION"))))
                .isNull();
    }

    @Test
    @Tag("R-5-1")
    void aRefusalOfWhatWasGrantedIsAWithdrawal() {
        SubjectState granted = done(NOBODY, NOW, grant("PERSONALISATION")).next();
        Outcome.Changed refused = done(granted, NOW.plusSeconds(1), decline("PERSONALISATION"));

        assertThat(refused.next().consents()).isEmpty();
        assertThat(refused.changes()).singleElement().isInstanceOf(ConsentChange.Withdrawn.class);
    }

    @Test
    @Tag("AC-15")
    void aRefusalOlderThanTheGrantTakesNothingBack() {
        SubjectState granted = done(NOBODY, NOW, grant("PERSONALISATION")).next();
        Outcome.Changed late =
                (Outcome.Changed) decide(granted, NOW.minusSeconds(5), NOW.plusSeconds(1), decline("PERSONALISATION"));

        assertThat(late.next().consents()).hasSize(1);
        assertThat(late.changes()).singleElement().isInstanceOf(ConsentChange.Declined.class);
    }

    @Test
    @Tag("AC-41")
    @Tag("R-5-2")
    void aCategoryThatAnotherPurposeStillUsesIsNotToBeErased() {
        SubjectState both = done(
                        NOBODY,
                        NOW,
                        item("PERSONALISATION", GrantItem.Answer.GRANT, true, "browsing.history"),
                        grant("SECURITY_RISK_CONTROL.extended", "browsing.history"))
                .next();
        Outcome.Changed first = Withdrawals.withdraw(
                both, CATALOGUE, List.of("SECURITY_RISK_CONTROL.extended"), WithdrawalCause.WITHDRAWAL, NOW);
        assertThat(remaining(first)).containsEntry("browsing.history", List.of("PERSONALISATION"));

        Outcome.Changed second = Withdrawals.withdraw(
                first.next(), CATALOGUE, List.of("PERSONALISATION"), WithdrawalCause.WITHDRAWAL, NOW);
        assertThat(remaining(second)).containsEntry("browsing.history", List.of());
    }

    private static Map<String, List<String>> remaining(Outcome.Changed outcome) {
        return ((ConsentChange.Withdrawn) outcome.changes().getFirst()).remaining();
    }

    @Test
    @Tag("AC-99")
    @Tag("R-GAP-3")
    void aConsentWithAnEndExpiresAtMidnightInShanghai() {
        GrantItem limited = new GrantItem(
                "SERVICE_DELIVERY",
                GrantItem.Answer.GRANT,
                List.of(),
                null,
                false,
                null,
                LocalDate.of(2026, 12, 31),
                null);
        SubjectState state = done(NOBODY, NOW, limited).next();

        assertThat(Endings.expire(state, CATALOGUE, Instant.parse("2026-12-31T15:59:59Z"))
                        .changes())
                .isEmpty();
        Outcome.Changed over = Endings.expire(state, CATALOGUE, Instant.parse("2026-12-31T16:00:00Z"));
        assertThat(over.changes()).singleElement().isInstanceOf(ConsentChange.Expired.class);
        assertThat(over.next().consents()).isEmpty();
        assertThat(over.next().lastWord("SERVICE_DELIVERY").orElseThrow().status())
                .isEqualTo(ConsentStatus.EXPIRED);
    }

    @Test
    @Tag("R-1.5.3-1")
    @Tag("R-1.5.3-4")
    void closingEndsEverythingAndNothingCanBeGrantedAfter() {
        SubjectState state = done(NOBODY, NOW, grant("SERVICE_DELIVERY"), grant("PERSONALISATION"))
                .next();
        Outcome.Changed closed = Endings.endAll(state, EndCause.ACCOUNT_CLOSED, "a", NOW);

        assertThat(closed.changes()).hasSize(2);
        assertThat(closed.next().restricted()).isTrue();
        assertThat(closed.next().acceptedVersion()).isNull();
        assertThat(refusal(decide(closed.next(), NOW, NOW, grant("SERVICE_DELIVERY"))))
                .isEqualTo("STATE_CONFLICT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"health.record", "financial.card_cvv2", "device.installed_apps", "biometric.face_image"})
    @Tag("R-CAT-2")
    void whatIsOffOrForbiddenCannotBeGranted(String category) {
        assertThat(refusal(decide(NOBODY, NOW, NOW, grant("SERVICE_DELIVERY", category))))
                .isEqualTo("CATEGORY_NOT_ENABLED");
    }

    /** Against the simplest oracle: the last word per purpose decides whether anything of it lives. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {7, 11, 19, 42, 1234, 99_991})
    void randomCommandsAgreeWithASimpleOracle(long seed) {
        Random random = new Random(seed);
        List<String> purposes =
                List.of("SERVICE_DELIVERY", "COOKIE_ANALYTICS", "COOKIE_PREFERENCE", "SUPPORT_AND_COMPLAINTS");
        SubjectState state = NOBODY;
        Set<String> oracle = new TreeSet<>();
        Instant now = NOW;
        for (int step = 0; step < 300; step++) {
            now = now.plus(Duration.ofDays(31));
            String purpose = purposes.get(random.nextInt(purposes.size()));
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    state = done(state, now, grant(purpose)).next();
                    oracle.add(purpose);
                }
                case 2 -> {
                    state = done(state, now, decline(purpose)).next();
                    oracle.remove(purpose);
                }
                default -> {
                    state = Withdrawals.withdraw(state, CATALOGUE, List.of(purpose), WithdrawalCause.WITHDRAWAL, now)
                            .next();
                    oracle.remove(purpose);
                }
            }
            assertThat(state.consents().stream().map(LiveConsent::purpose))
                    .as("seed %d, step %d", seed, step)
                    .containsExactlyInAnyOrderElementsOf(oracle);
        }
    }
}
