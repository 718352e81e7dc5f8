package covenant.consent.sharing;

import static covenant.consent.sharing.SharingScene.DOCUMENT;
import static covenant.consent.sharing.SharingScene.NOW;
import static covenant.consent.sharing.SharingScene.TOLD;
import static covenant.consent.sharing.SharingScene.command;
import static covenant.consent.sharing.SharingScene.decide;
import static covenant.consent.sharing.SharingScene.evidence;
import static covenant.consent.sharing.SharingScene.inPurpose;
import static covenant.consent.sharing.SharingScene.person;
import static covenant.consent.sharing.SharingScene.with;
import static org.assertj.core.api.Assertions.assertThat;

import covenant.consent.sharing.SharingFacts.Bar;
import covenant.consent.subject.ConsentStatus;
import covenant.consent.subject.LastWord;
import covenant.consent.subject.SubjectState;
import covenant.contracts.HolderEntry;
import covenant.contracts.SharingEvent.Ground;
import covenant.contracts.SharingEvent.Kind;
import covenant.contracts.SharingEvent.Protection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stands in the way of a share whatever its ground and its recipient are. */
class SharingDeciderTest {
    @Test
    @Tag("R-GAP-6")
    void aClosedAccountSharesNothingButWhatTheLawDemands() {
        SubjectState closed = person(true, true).restricted(true);
        assertThat(decide(
                        command(Kind.SHARE, Ground.EXPLICIT_CONSENT, Map.of(), "basic.name"),
                        HolderEntry.Kind.PARTNER,
                        closed))
                .isEqualTo("PROCESSING_RESTRICTED");
        assertThat(decide(
                        command(Kind.SHARE, Ground.LEGAL_COMPULSION, DOCUMENT, "basic.name", "device.id"),
                        HolderEntry.Kind.REGULATOR,
                        closed))
                .isEqualTo("PERMIT basic.name");
    }

    @Test
    @Tag("R-3.1.6-2")
    void aDisputedDefaultIsSharedOnlyByLegalDocument() {
        Map<String, Object> law = Map.of("law", "a law", "article", "1", "noticeDeliveredAt", TOLD);
        SharingCommand blacklist = inPurpose("CREDIT_ASSESSMENT", Ground.DEFAULT_BLACKLIST, law, "financial.overdue");
        SharingCommand otherGround = inPurpose("CREDIT_ASSESSMENT", Ground.PUBLIC_INTEREST, law, "financial.overdue");
        SharingCommand otherData = inPurpose("CREDIT_ASSESSMENT", Ground.PUBLIC_INTEREST, law, "basic.name");
        SubjectState nobody = person(false, false);
        assertThat(decide(blacklist, HolderEntry.Kind.PARTNER, nobody)).isEqualTo("PERMIT financial.overdue");
        assertThat(decide(blacklist, HolderEntry.Kind.PARTNER, nobody, Bar.BLACKLIST_DISPUTED))
                .isEqualTo("PROCESSING_RESTRICTED");
        assertThat(decide(otherGround, HolderEntry.Kind.PARTNER, nobody, Bar.BLACKLIST_DISPUTED))
                .isEqualTo("PROCESSING_RESTRICTED");
        assertThat(decide(otherData, HolderEntry.Kind.PARTNER, nobody, Bar.BLACKLIST_DISPUTED))
                .isEqualTo("PERMIT basic.name");
        assertThat(decide(blacklist, HolderEntry.Kind.PARTNER, nobody, Bar.BLACKLIST_ENDED))
                .isEqualTo("SHARING_NOT_PERMITTED");
        SharingCommand ordered = inPurpose(
                "CREDIT_ASSESSMENT",
                Ground.LEGAL_COMPULSION,
                with(DOCUMENT, "categories", List.of("financial.overdue")),
                "financial.overdue");
        assertThat(decide(ordered, HolderEntry.Kind.REGULATOR, nobody, Bar.BLACKLIST_DISPUTED))
                .isEqualTo("PERMIT financial.overdue");
    }

    @Test
    @Tag("R-1.2.4-2")
    @Tag("R-3.1.3-3")
    void whatALawForbidsOrNobodyApprovedDoesNotLeave() {
        SharingCommand complaint =
                command(Kind.SHARE, Ground.DISPUTE_AT_REQUEST, Map.of("complaintId", "cp"), "basic.name");
        assertThat(decide(complaint, HolderEntry.Kind.REGULATOR, person(false, false)))
                .isEqualTo("PERMIT basic.name");
        assertThat(decide(complaint, HolderEntry.Kind.REGULATOR, person(false, false), Bar.LEGAL_BAN))
                .isEqualTo("SHARING_NOT_PERMITTED");
        assertThat(decide(complaint, HolderEntry.Kind.REGULATOR, person(false, false), Bar.ONWARD_NOT_APPROVED))
                .isEqualTo("SHARING_NOT_PERMITTED");
        assertThat(decide(
                        command(
                                Kind.SHARE,
                                Ground.EXPLICIT_CONSENT,
                                Map.of("complaintId", "cp"),
                                "basic.name",
                                "service.order"),
                        HolderEntry.Kind.REGULATOR,
                        person(true, true)))
                .isEqualTo("RECIPIENT_SCOPE_EXCEEDED");
    }

    @Test
    @Tag("R-PRE-4")
    @Tag("R-5-1")
    void aPurposeThatThePersonRefusedIsNotServedByAProcessorEither() {
        SharingCommand c = command(Kind.SHARE, Ground.CORE_FUNCTION, Map.of("contractId", "c"), "basic.name");
        SubjectState withdrawn = person(false, false)
                .withLastWord("SERVICE_DELIVERY", new LastWord(ConsentStatus.WITHDRAWN, NOW, null, 1));
        assertThat(decide(c, HolderEntry.Kind.PROCESSOR, withdrawn)).isEqualTo("CONSENT_REQUIRED");
        assertThat(decide(
                        inPurpose("CREDIT_ASSESSMENT", Ground.CORE_FUNCTION, Map.of("contractId", "c"), "basic.name"),
                        HolderEntry.Kind.PROCESSOR,
                        person(false, false)))
                .isEqualTo("CONSENT_REQUIRED");
    }

    @Test
    @Tag("R-3.1.4-2")
    @Tag("AC-67")
    void clearValuesOfSensitiveDataLeaveOnlyWhereTheyAreNeeded() {
        Map<String, Object> law = Map.of("law", "a law", "article", "1");
        for (var row : Map.of(
                        List.of(Protection.ENCRYPTED_TRANSPORT, Protection.MASKED), "PERMIT financial.overdue",
                        List.of(Protection.ENCRYPTED_TRANSPORT, Protection.FIELD_ENCRYPTED), "PERMIT financial.overdue",
                        List.of(Protection.ENCRYPTED_TRANSPORT, Protection.CLEAR_VALUE_NEEDED), "VALIDATION_FAILED",
                        List.of(Protection.ENCRYPTED_TRANSPORT), "VALIDATION_FAILED",
                        List.of(Protection.MASKED, Protection.FIELD_ENCRYPTED), "VALIDATION_FAILED",
                        List.<Protection>of(), "VALIDATION_FAILED")
                .entrySet()) {
            assertThat(decide(protectedBy(row.getKey(), law), HolderEntry.Kind.PARTNER, person(false, false)))
                    .as("%s", row.getKey())
                    .isEqualTo(row.getValue());
        }
        List<Protection> clear = List.of(Protection.ENCRYPTED_TRANSPORT, Protection.CLEAR_VALUE_NEEDED);
        assertThat(decide(protectedBy(clear, law), HolderEntry.Kind.REGULATOR, person(false, false)))
                .isEqualTo("PERMIT financial.overdue");
        assertThat(decide(
                        protectedBy(clear, with(law, "necessity", "the amount is compared")),
                        HolderEntry.Kind.PARTNER,
                        person(false, false)))
                .isEqualTo("PERMIT financial.overdue");
    }

    private static SharingCommand protectedBy(List<Protection> protection, Map<String, Object> evidence) {
        return new SharingCommand(
                "s",
                "partner",
                Kind.SHARE,
                Ground.PUBLIC_INTEREST,
                "CREDIT_ASSESSMENT",
                List.of("financial.overdue"),
                protection,
                false,
                evidence(evidence),
                null,
                null,
                null,
                null,
                null);
    }
}
