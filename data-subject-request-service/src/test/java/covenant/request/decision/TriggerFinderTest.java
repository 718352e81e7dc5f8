package covenant.request.decision;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.DsrEvent.DeletionTrigger;
import covenant.platform.json.StrictJson;
import covenant.request.catalogue.Catalogue;
import covenant.request.decision.TriggerFinder.Finding;
import covenant.request.facts.PersonFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R-5.2-2")
class TriggerFinderTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
    private static final Catalogue CATALOGUE = new Catalogue(StrictJson.newMapper());

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // open accounts, closed accounts, terminated, account asked, trigger, its account
                "-,   a-1, false, -,   ACCOUNT_CLOSED,     a-1",
                "-,   a-1, false, a-1, ACCOUNT_CLOSED,     a-1",
                "a-2, a-1, false, a-1, ACCOUNT_CLOSED,     a-1",
                "a-2, a-1, false, -,   -,                  -",
                "a-2, a-1, false, a-2, -,                  -",
                "a-1, -,   true,  -,   SERVICE_TERMINATED, -",
                "a-1, -,   false, -,   -,                  -",
                "-,   -,   false, -,   -,                  -"
            })
    void everythingIsErasedOnlyForATriggerOfTheWholePerson(
            String open, String closed, boolean terminated, String asked, DeletionTrigger trigger, String account) {
        PersonFacts facts = new PersonFacts(
                open == null ? List.of() : List.of(open),
                closed == null ? List.of() : List.of(closed),
                terminated,
                false,
                Set.of(),
                Set.of(),
                Map.of());

        Finding finding = TriggerFinder.find(List.of(), asked, facts, CATALOGUE, NOW);

        assertThat(finding).isEqualTo(trigger == null ? new Finding.None() : new Finding.Holds(trigger, account));
    }

    @Test
    @Tag("AC-52")
    void aCategoryThatRestsOnConsentAloneAndHasNone() {
        assertThat(find(facts(Set.of(), Set.of(), Map.of()), "profile.tag"))
                .isEqualTo(new Finding.Holds(DeletionTrigger.NO_CONSENT, null));
    }

    @Test
    void aLiveConsentIsABasis() {
        assertThat(find(facts(Set.of("profile.tag"), Set.of(), Map.of()), "profile.tag"))
                .isEqualTo(new Finding.None());
    }

    @Test
    void contractOrLawAreABasisWithoutConsent() {
        assertThat(find(facts(Set.of(), Set.of(), Map.of()), "basic.mobile_phone"))
                .isEqualTo(new Finding.None());
    }

    @Test
    void aWithdrawalThatLeftNoPurpose() {
        assertThat(find(facts(Set.of(), Set.of("profile.tag"), Map.of()), "profile.tag"))
                .isEqualTo(new Finding.Holds(DeletionTrigger.CONSENT_WITHDRAWN, null));
    }

    @Test
    void aPeriodThatIsOver() {
        assertThat(find(facts(Set.of(), Set.of(), Map.of("basic.email", NOW)), "basic.email"))
                .isEqualTo(new Finding.Holds(DeletionTrigger.RETENTION_EXPIRED, null));
    }

    @Test
    void someHaveATriggerAndSomeHaveNone() {
        assertThat(find(facts(Set.of(), Set.of(), Map.of()), "basic.email", "profile.tag"))
                .isEqualTo(new Finding.HoldsInPart(Map.of("profile.tag", DeletionTrigger.NO_CONSENT)));
    }

    @Test
    void evidenceOfConsentsIsNotErasedForWantOfAPurpose() {
        assertThat(find(facts(Set.of(), Set.of(), Map.of()), "consent.evidence"))
                .isEqualTo(new Finding.None());
    }

    private static Finding find(PersonFacts facts, String... categories) {
        return TriggerFinder.find(List.of(categories), null, facts, CATALOGUE, NOW);
    }

    private static PersonFacts facts(Set<String> consented, Set<String> withdrawn, Map<String, Instant> due) {
        return new PersonFacts(List.of("a-1"), List.of(), false, false, consented, withdrawn, due);
    }
}
