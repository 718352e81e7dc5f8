package covenant.consent.decision;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.CatalogueFile;
import covenant.consent.exception.ExceptionInForce;
import covenant.consent.holder.Holder;
import covenant.consent.subject.ConsentStatus;
import covenant.consent.subject.LastWord;
import covenant.consent.subject.LiveConsent;
import covenant.consent.subject.SubjectState;
import covenant.contracts.ConsentEvent.ExceptionCode;
import covenant.contracts.HolderEntry;
import covenant.platform.time.LegalCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R-1.2-2")
@Tag("R-PRE-4")
class DecisionEngineTest {
    private static final Catalogue CATALOGUE = CatalogueFile.read();
    private static final Instant NOW = Instant.parse("2026-05-06T02:00:00Z");
    private static final SubjectState NOBODY = SubjectState.unknown("s");
    private static final SubjectState ACCEPTED = NOBODY.accepted(1);

    private static LiveConsent consent(String purpose, boolean separate, String... categories) {
        return naming(null, purpose, separate, categories);
    }

    private static LiveConsent naming(
            @Nullable String recipient, String purpose, boolean separate, String... categories) {
        return new LiveConsent(
                UUID.randomUUID(),
                purpose,
                List.of(categories),
                separate,
                recipient,
                1,
                NOW.minusSeconds(60),
                NOW.minusSeconds(60),
                null,
                null,
                false,
                false);
    }

    private static Facts facts(SubjectState state) {
        return new Facts(
                state, CATALOGUE, Optional.empty(), Optional.empty(), Optional.empty(), LegalCalendar.dayOf(NOW));
    }

    private static String ask(Facts facts, String purpose, String category, @Nullable String recipient) {
        return switch (DecisionEngine.decide(new Question("s", purpose, category, null, recipient), facts, NOW)) {
            case Verdict.Permit p -> "PERMIT " + p.basis();
            case Verdict.Deny d -> d.code().name();
        };
    }

    private static String ask(SubjectState state, String purpose, String category) {
        return ask(facts(state), purpose, category, null);
    }

    @ParameterizedTest(name = "{0} x {1}: {2}")
    @CsvSource({
        "SERVICE_DELIVERY, basic.name, PERMIT CONTRACT",
        "SERVICE_DELIVERY, financial.bank_card, SEPARATE_CONSENT_REQUIRED",
        "REAL_NAME_VERIFICATION, financial.bank_card, PERMIT CONSENT",
        "REAL_NAME_VERIFICATION, identity.national_id, SEPARATE_CONSENT_REQUIRED",
        "REAL_NAME_VERIFICATION, basic.name, PURPOSE_NOT_COVERED",
        "REAL_NAME_VERIFICATION, basic.gender, CONSENT_REQUIRED",
        "REAL_NAME_VERIFICATION, device.installed_apps, CATEGORY_NOT_ALLOWED_FOR_PURPOSE",
        "PERSONALISATION, service.order, PURPOSE_NOT_COVERED",
        "PERSONALISATION, browsing.follow, CONSENT_REQUIRED",
        "PERSONALISATION, financial.bank_card, CATEGORY_NOT_ALLOWED_FOR_PURPOSE",
        "SECURITY_RISK_CONTROL, device.id, PERMIT CONTRACT",
        "SECURITY_RISK_CONTROL.necessary, device.id, PERMIT CONTRACT",
        "SECURITY_RISK_CONTROL, browsing.history, CONSENT_REQUIRED",
        "SECURITY_RISK_CONTROL, device.crash_log, CONSENT_REQUIRED",
        "LEGAL_ARCHIVE, basic.name, PERMIT LEGAL_DUTY",
        "COOKIE_NECESSARY, cookie.id, PERMIT CONTRACT",
        "COOKIE_ADVERTISING, cookie.id, CONSENT_REQUIRED",
        "SERVICE_DELIVERY, health.record, CATEGORY_NOT_ALLOWED_FOR_PURPOSE"
    })
    @Tag("AC-01")
    @Tag("AC-03")
    @Tag("R-1.2.6-1")
    @Tag("R-2.1-1")
    void aPersonWithAnOrdinaryAndASeparateConsent(String purpose, String category, String expected) {
        SubjectState state = ACCEPTED.with(
                        consent("SERVICE_DELIVERY", false, "basic.name", "service.order", "financial.bank_card"))
                .with(consent("REAL_NAME_VERIFICATION", true, "financial.bank_card"));
        assertThat(ask(state, purpose, category)).isEqualTo(expected);
    }

    @Test
    @Tag("AC-02")
    void withoutAnAcceptedPolicyNothingIsPermittedForAnyPurpose() {
        CATALOGUE
                .purposes()
                .forEach(p -> CATALOGUE.categoriesOf(p).stream()
                        .filter(c -> c.state() == covenant.consent.catalogue.Category.State.ON)
                        .forEach(c -> assertThat(ask(NOBODY, p.code(), c.name()))
                                .as(p.code() + " " + c.name())
                                .isEqualTo("CONSENT_REQUIRED")));
    }

    @ParameterizedTest
    @CsvSource({
        "SERVICE_DELIVERY, basic.name, PROCESSING_RESTRICTED",
        "PERSONALISATION, browsing.follow, PROCESSING_RESTRICTED",
        "COOKIE_NECESSARY, cookie.id, PROCESSING_RESTRICTED",
        "SERVICE_DELIVERY, device.installed_apps, PROCESSING_RESTRICTED",
        "LEGAL_ARCHIVE, basic.name, PERMIT LEGAL_DUTY",
        "SECURITY_RISK_CONTROL, device.id, PERMIT CONTRACT"
    })
    @Tag("R-1.5.3-1")
    @Tag("R-1.2.3-2")
    void afterClosureOnlyStorageSecurityAndLegalDutyAreLeft(String purpose, String category, String expected) {
        assertThat(ask(NOBODY.restricted(true), purpose, category)).isEqualTo(expected);
    }

    @Test
    @Tag("R-GAP-6")
    void aRestrictedCategoryIsOnlyStored() {
        SubjectState state = ACCEPTED.with(consent("SERVICE_DELIVERY", false, "basic.name", "basic.email"))
                .restrictedCategories(Set.of("basic.name"));
        assertThat(ask(state, "SERVICE_DELIVERY", "basic.name")).isEqualTo("PROCESSING_RESTRICTED");
        assertThat(ask(state, "SERVICE_DELIVERY", "basic.email")).isEqualTo("PERMIT CONTRACT");
        assertThat(ask(state, "LEGAL_ARCHIVE", "basic.name")).isEqualTo("PERMIT LEGAL_DUTY");
        assertThat(ask(state.restrictedCategories(Set.of("*")), "SERVICE_DELIVERY", "basic.email"))
                .isEqualTo("PROCESSING_RESTRICTED");
    }

    @Test
    @Tag("AC-16")
    @Tag("R-1.3-2")
    void anExceptionCoversUseAndNotSharing() {
        Facts facts = new Facts(
                NOBODY,
                CATALOGUE,
                Optional.of(new ExceptionInForce(
                        UUID.randomUUID(), ExceptionCode.CRIMINAL_JUSTICE, false, NOW.plusSeconds(1))),
                Optional.empty(),
                Optional.empty(),
                LegalCalendar.dayOf(NOW));
        assertThat(ask(facts, "SERVICE_DELIVERY", "basic.name", null)).isEqualTo("PERMIT EXCEPTION");
        assertThat(ask(facts, "SERVICE_DELIVERY", "basic.name", "partner")).isEqualTo("CONSENT_REQUIRED");
        assertThat(ask(facts, "SERVICE_DELIVERY", "device.installed_apps", null))
                .isEqualTo("CATEGORY_NOT_ALLOWED_FOR_PURPOSE");
    }

    @ParameterizedTest
    @CsvSource({
        "13, PERSONALISATION, browsing.follow, GUARDIAN_CONSENT_REQUIRED",
        "13, SERVICE_DELIVERY, basic.name, GUARDIAN_CONSENT_REQUIRED",
        "14, PERSONALISATION, browsing.follow, PERMIT CONSENT",
        "17, SERVICE_DELIVERY, basic.name, MINOR_NOT_ALLOWED",
        "18, SERVICE_DELIVERY, basic.name, PERMIT CONTRACT"
    })
    @Tag("AC-97")
    @Tag("R-GAP-1")
    void minors(int age, String purpose, String category, String expected) {
        SubjectState state = ACCEPTED.with(consent("SERVICE_DELIVERY", false, "basic.name"))
                .with(consent("PERSONALISATION", false, "browsing.follow"));
        Facts facts = new Facts(
                state, CATALOGUE, Optional.empty(), Optional.of(age), Optional.empty(), LegalCalendar.dayOf(NOW));
        assertThat(ask(facts, purpose, category, null)).isEqualTo(expected);
    }

    @Test
    @Tag("R-1.2.5-1")
    @Tag("R-1.2.5-2")
    void aPartIsCoveredByTheWholeUntilItIsRefusedAfterIt() {
        SubjectState whole = ACCEPTED.with(consent("PERSONALISATION", true, "profile.tag", "profile.device_link"));
        assertThat(ask(whole, "PERSONALISATION", "profile.tag")).isEqualTo("PERMIT CONSENT");
        assertThat(ask(whole, "PERSONALISATION.recommend", "profile.tag")).isEqualTo("PERMIT CONSENT");

        SubjectState refused =
                whole.withLastWord("PERSONALISATION.recommend", new LastWord(ConsentStatus.WITHDRAWN, NOW, null, 1));
        // Another live consent covers the category, but not for this part.
        assertThat(ask(refused, "PERSONALISATION", "profile.tag")).isEqualTo("PURPOSE_NOT_COVERED");
        assertThat(ask(refused, "PERSONALISATION", "profile.device_link")).isEqualTo("PERMIT CONSENT");

        SubjectState older = whole.withLastWord(
                "PERSONALISATION.recommend",
                new LastWord(ConsentStatus.WITHDRAWN, NOW.minus(Duration.ofDays(1)), null, 1));
        assertThat(ask(older, "PERSONALISATION", "profile.tag")).isEqualTo("PERMIT CONSENT");
    }

    @Test
    @Tag("AC-99")
    void aConsentCountsFromItsHourToItsLastDay() {
        LocalDate until = LocalDate.of(2026, 12, 31);
        Instant end = LegalCalendar.endOfDay(until);
        LiveConsent limited = new LiveConsent(
                UUID.randomUUID(),
                "SERVICE_DELIVERY",
                List.of("basic.name"),
                false,
                null,
                1,
                NOW,
                NOW.plusSeconds(10),
                until,
                end,
                false,
                false);
        assertThat(limited.inForce(NOW)).isFalse();
        assertThat(limited.inForce(NOW.plusSeconds(10))).isTrue();
        assertThat(limited.inForce(Instant.parse("2026-12-31T15:59:59.999999Z")))
                .isTrue();
        assertThat(limited.inForce(Instant.parse("2026-12-31T16:00:00Z"))).isFalse();
    }

    private static Holder holder(HolderEntry.Kind kind, LocalDate validUntil, HolderEntry.Status status) {
        return new Holder(
                new HolderEntry(
                        "partner",
                        kind,
                        null,
                        "Partner",
                        List.of("basic.name"),
                        List.of("SERVICE_DELIVERY"),
                        "CN",
                        HolderEntry.Transport.REST,
                        null,
                        "P30D",
                        status,
                        new HolderEntry.Agreement(
                                "a", LocalDate.of(2026, 1, 1), validUntil, List.of(), List.of(), null),
                        false,
                        null),
                "x",
                null,
                null);
    }

    @ParameterizedTest
    @CsvSource({
        "PROCESSOR, 2026-05-06, ACTIVE, basic.name, PERMIT CONTRACT",
        "PROCESSOR, 2026-05-05, ACTIVE, basic.name, RECIPIENT_AGREEMENT_MISSING",
        "PROCESSOR, 2026-05-06, SUSPENDED, basic.name, RECIPIENT_SUSPENDED",
        "PROCESSOR, 2026-05-06, ACTIVE, basic.email, RECIPIENT_SCOPE_EXCEEDED",
        "AFFILIATE, 2026-05-06, ACTIVE, basic.name, SEPARATE_CONSENT_REQUIRED"
    })
    @Tag("R-3.1.1-3")
    void theRecipientIsLookedAtLast(
            HolderEntry.Kind kind, LocalDate until, HolderEntry.Status status, String category, String expected) {
        SubjectState state = ACCEPTED.with(consent("SERVICE_DELIVERY", false, "basic.name", "basic.email"));
        Facts facts = new Facts(
                state,
                CATALOGUE,
                Optional.empty(),
                Optional.empty(),
                Optional.of(holder(kind, until, status)),
                LegalCalendar.dayOf(NOW));
        assertThat(ask(facts, "SERVICE_DELIVERY", category, "partner")).isEqualTo(expected);
        assertThat(ask(facts(state), "SERVICE_DELIVERY", category, "partner")).isEqualTo("RECIPIENT_NOT_REGISTERED");
    }

    @Test
    @Tag("R-3.1.1-3")
    void anAffiliateIsNamedByASeparateConsent() {
        SubjectState state = ACCEPTED.with(naming("partner", "SERVICE_DELIVERY", true, "basic.name"));
        Facts facts = new Facts(
                state,
                CATALOGUE,
                Optional.empty(),
                Optional.empty(),
                Optional.of(holder(HolderEntry.Kind.AFFILIATE, LocalDate.MAX, HolderEntry.Status.ACTIVE)),
                LegalCalendar.dayOf(NOW));
        assertThat(ask(facts, "SERVICE_DELIVERY", "basic.name", "partner")).isEqualTo("PERMIT CONSENT");
    }

    /** Whatever the consents are: a permit by consent always has a live one that covers it, separate where that is needed. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void aPermitAlwaysRestsOnAConsentThatCoversIt(long seed) {
        Random random = new Random(seed);
        List<String> purposes = CATALOGUE.purposes().stream().map(p -> p.code()).toList();
        List<String> categories =
                CATALOGUE.categories().stream().map(c -> c.name()).toList();
        for (int round = 0; round < 200; round++) {
            SubjectState state = ACCEPTED;
            for (int i = random.nextInt(5); i > 0; i--) {
                state = state.with(consent(
                        purposes.get(random.nextInt(purposes.size())),
                        random.nextBoolean(),
                        categories.get(random.nextInt(categories.size())),
                        categories.get(random.nextInt(categories.size()))));
            }
            String purpose = purposes.get(random.nextInt(purposes.size()));
            String category = categories.get(random.nextInt(categories.size()));
            Verdict verdict =
                    DecisionEngine.decide(new Question("s", purpose, category, null, null), facts(state), NOW);
            if (verdict instanceof Verdict.Permit p && p.consentId() != null) {
                LiveConsent carrying = state.consents().stream()
                        .filter(c -> c.id().equals(p.consentId()))
                        .findFirst()
                        .orElseThrow();
                assertThat(carrying.categories()).as("seed %d", seed).contains(category);
                boolean separate = CATALOGUE
                        .use(
                                CATALOGUE.purpose(purpose).orElseThrow(),
                                CATALOGUE.category(category).orElseThrow())
                        .map(use -> CATALOGUE.needsSeparateConsent(
                                use, CATALOGUE.category(category).orElseThrow()))
                        .orElseThrow();
                assertThat(!separate || carrying.separate()).as("seed %d", seed).isTrue();
            }
        }
    }
}
