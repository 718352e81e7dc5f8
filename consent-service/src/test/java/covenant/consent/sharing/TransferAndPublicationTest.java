package covenant.consent.sharing;

import static covenant.consent.sharing.SharingScene.DOCUMENT;
import static covenant.consent.sharing.SharingScene.TOLD;
import static covenant.consent.sharing.SharingScene.command;
import static covenant.consent.sharing.SharingScene.decide;
import static covenant.consent.sharing.SharingScene.person;
import static covenant.consent.sharing.SharingScene.with;
import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.HolderEntry;
import covenant.contracts.SharingEvent.Ground;
import covenant.contracts.SharingEvent.Kind;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Giving control away, and publishing. */
class TransferAndPublicationTest {
    @Test
    @Tag("AC-72")
    @Tag("R-3.2-1")
    @Tag("R-3.2-2")
    @Tag("R-3.2.1-1")
    @Tag("R-3.2.3-1")
    void aTransferNeedsItsGroundAndTheNoticeBefore() {
        Map<String, Object> clause = Map.of("clause", "9", "acceptanceId", "x");
        assertThat(decide(
                        command(Kind.TRANSFER, Ground.TRANSFER_AGREEMENT, clause, "basic.name"),
                        HolderEntry.Kind.PARTNER,
                        person(false, false)))
                .isEqualTo("NOTICE_NOT_DELIVERED");
        assertThat(decide(
                        command(
                                Kind.TRANSFER,
                                Ground.TRANSFER_AGREEMENT,
                                Map.of("clause", "9", "acceptanceId", "x", "noticeDeliveredAt", TOLD),
                                "basic.name"),
                        HolderEntry.Kind.PARTNER,
                        person(false, false)))
                .isEqualTo("PERMIT basic.name");
        assertThat(decide(
                        command(Kind.TRANSFER, Ground.TRANSFER_CONSENT, Map.of(), "basic.name"),
                        HolderEntry.Kind.PARTNER,
                        person(false, false)))
                .isEqualTo("EXPLICIT_CONSENT_REQUIRED");
        assertThat(decide(
                        command(Kind.TRANSFER, Ground.EXPLICIT_CONSENT, Map.of(), "basic.name"),
                        HolderEntry.Kind.PARTNER,
                        person(true, true)))
                .isEqualTo("SHARING_NOT_PERMITTED");
    }

    @Test
    @Tag("R-3.2.2-1")
    @Tag("R-3.2-2")
    void aTransferByLawIsLikeASharedDocumentButAnEndingCompanyTellsItsUsersFirst() {
        assertThat(decide(
                        command(Kind.TRANSFER, Ground.TRANSFER_LEGAL, DOCUMENT, "basic.name", "device.id"),
                        HolderEntry.Kind.PARTNER,
                        person(false, false)))
                .isEqualTo("PERMIT basic.name");
        Map<String, Object> bankruptcy = with(DOCUMENT, "documentType", "BANKRUPTCY_RULING");
        assertThat(decide(
                        command(Kind.TRANSFER, Ground.TRANSFER_LEGAL, bankruptcy, "basic.name"),
                        HolderEntry.Kind.PARTNER,
                        person(false, false)))
                .isEqualTo("NOTICE_NOT_DELIVERED");
        assertThat(decide(
                        command(
                                Kind.TRANSFER,
                                Ground.TRANSFER_LEGAL,
                                with(bankruptcy, "noticeDeliveredAt", TOLD),
                                "basic.name"),
                        HolderEntry.Kind.PARTNER,
                        person(false, false)))
                .isEqualTo("PERMIT basic.name");
    }

    @Test
    @Tag("R-3.3.1-1")
    @Tag("AC-68")
    void publishingNeedsAConsentThatNamesThePlaceAndEveryField() {
        assertThat(decide(
                        command(Kind.PUBLICATION, Ground.SUBJECT_DEMAND, Map.of(), "basic.name"),
                        HolderEntry.Kind.PARTNER,
                        person(true, false)))
                .isEqualTo("PERMIT basic.name");
        assertThat(decide(
                        command(Kind.PUBLICATION, Ground.SUBJECT_DEMAND, Map.of(), "basic.name", "basic.email"),
                        HolderEntry.Kind.PARTNER,
                        person(true, false)))
                .isEqualTo("EXPLICIT_CONSENT_REQUIRED");
        assertThat(decide(
                        command(Kind.PUBLICATION, Ground.DEFAULT_BLACKLIST, Map.of(), "basic.name"),
                        HolderEntry.Kind.PARTNER,
                        person(false, false)))
                .isEqualTo("SEPARATE_CONSENT_REQUIRED");
    }
}
