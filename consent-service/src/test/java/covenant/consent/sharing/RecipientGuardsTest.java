package covenant.consent.sharing;

import static covenant.consent.sharing.SharingScene.TOLD;
import static covenant.consent.sharing.SharingScene.command;
import static covenant.consent.sharing.SharingScene.consent;
import static covenant.consent.sharing.SharingScene.decide;
import static covenant.consent.sharing.SharingScene.holder;
import static covenant.consent.sharing.SharingScene.inPurpose;
import static covenant.consent.sharing.SharingScene.person;
import static org.assertj.core.api.Assertions.assertThat;

import covenant.consent.holder.Holder;
import covenant.consent.subject.SubjectState;
import covenant.contracts.HolderEntry;
import covenant.contracts.SharingEvent.Ground;
import covenant.contracts.SharingEvent.Kind;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a recipient may get because of what it is. */
class RecipientGuardsTest {
    @Test
    @Tag("R-1.1.3-1")
    @Tag("R-1.2.2-3")
    void aCreditAgencyNeedsAWrittenConsent() {
        SharingCommand c = command(Kind.SHARE, Ground.EXPLICIT_CONSENT, Map.of(), "basic.name");
        assertThat(decide(c, HolderEntry.Kind.CREDIT_AGENCY, person(true, false)))
                .isEqualTo("WRITTEN_CONSENT_REQUIRED");
        assertThat(decide(c, HolderEntry.Kind.CREDIT_AGENCY, person(true, true)))
                .isEqualTo("PERMIT basic.name");
    }

    @Test
    @Tag("R-1.2.2-3")
    void aPersonIsToldBeforeACreditAgencyLearnsOfADefault() {
        SubjectState person = SubjectState.unknown("s")
                .accepted(1)
                .with(consent("CREDIT_ASSESSMENT", "partner", true, "financial.overdue"));
        SharingCommand silent = inPurpose("CREDIT_ASSESSMENT", Ground.EXPLICIT_CONSENT, Map.of(), "financial.overdue");
        assertThat(decide(silent, HolderEntry.Kind.CREDIT_AGENCY, person)).isEqualTo("NOTICE_NOT_DELIVERED");
        for (String at : List.of("2026-05-06T02:00:00Z", "2026-06-01T00:00:00Z")) {
            SharingCommand tooLate = inPurpose(
                    "CREDIT_ASSESSMENT", Ground.EXPLICIT_CONSENT, Map.of("noticeDeliveredAt", at), "financial.overdue");
            assertThat(decide(tooLate, HolderEntry.Kind.CREDIT_AGENCY, person)).isEqualTo("NOTICE_NOT_DELIVERED");
        }
        SharingCommand told = inPurpose(
                "CREDIT_ASSESSMENT", Ground.EXPLICIT_CONSENT, Map.of("noticeDeliveredAt", TOLD), "financial.overdue");
        assertThat(decide(told, HolderEntry.Kind.CREDIT_AGENCY, person)).isEqualTo("PERMIT financial.overdue");
        SharingCommand byLaw = inPurpose(
                "CREDIT_ASSESSMENT",
                Ground.PUBLIC_INTEREST,
                Map.of("law", "a law", "article", "1", "noticeDeliveredAt", TOLD),
                "financial.overdue");
        assertThat(decide(byLaw, HolderEntry.Kind.CREDIT_AGENCY, person(false, false)))
                .isEqualTo("WRITTEN_CONSENT_REQUIRED");
    }

    @Test
    @Tag("R-1.2.1-3")
    void aVerifierGetsFourCategoriesAndNothingElse() {
        assertThat(decide(
                        command(Kind.SHARE, Ground.EXPLICIT_CONSENT, Map.of(), "service.order"),
                        HolderEntry.Kind.IDENTITY_VERIFIER,
                        person(true, true)))
                .isEqualTo("RECIPIENT_SCOPE_EXCEEDED");
    }

    @Test
    @Tag("R-4.2.1-1")
    void storageAbroadNeedsAConsentThatNamesItHoweverTheGround() {
        Holder here = holder(HolderEntry.Kind.PROCESSOR);
        HolderEntry e = here.entry();
        Holder abroad = new Holder(
                new HolderEntry(
                        e.holderId(),
                        e.kind(),
                        null,
                        e.name(),
                        e.categories(),
                        e.purposes(),
                        "SG",
                        e.transport(),
                        null,
                        e.backupMaxAge(),
                        e.status(),
                        e.agreement(),
                        false,
                        new HolderEntry.CrossBorder("STANDARD_CONTRACT", "XB-1", LocalDate.of(2026, 5, 6))),
                "x",
                null,
                null);
        SharingCommand c = command(Kind.SHARE, Ground.CORE_FUNCTION, Map.of("contractId", "c"), "basic.name");
        assertThat(decide(c, here, person(false, false))).isEqualTo("PERMIT basic.name");
        assertThat(decide(c, abroad, person(false, false))).isEqualTo("SEPARATE_CONSENT_REQUIRED");
        assertThat(decide(c, abroad, person(true, false))).isEqualTo("PERMIT basic.name");
    }
}
