package covenant.consent.sharing;

import static covenant.consent.sharing.SharingScene.DOCUMENT;
import static covenant.consent.sharing.SharingScene.TOLD;
import static covenant.consent.sharing.SharingScene.command;
import static covenant.consent.sharing.SharingScene.consent;
import static covenant.consent.sharing.SharingScene.decide;
import static covenant.consent.sharing.SharingScene.foreign;
import static covenant.consent.sharing.SharingScene.inPurpose;
import static covenant.consent.sharing.SharingScene.person;
import static covenant.consent.sharing.SharingScene.with;
import static org.assertj.core.api.Assertions.assertThat;

import covenant.consent.subject.SubjectState;
import covenant.contracts.HolderEntry;
import covenant.contracts.SharingEvent.Ground;
import covenant.contracts.SharingEvent.Kind;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each ground of policy chapter 3 must show. */
class SharingGroundsTest {
    static Stream<Arguments> grounds() {
        Map<String, Object> law = Map.of("law", "a law", "article", "12");
        Map<String, Object> none = Map.of();
        HolderEntry.Kind partner = HolderEntry.Kind.PARTNER;
        HolderEntry.Kind processor = HolderEntry.Kind.PROCESSOR;
        return Stream.of(
                row(Ground.EXPLICIT_CONSENT, none, partner, true, "PERMIT basic.name"),
                row(Ground.EXPLICIT_CONSENT, none, partner, false, "SEPARATE_CONSENT_REQUIRED"),
                row(Ground.LEGAL_COMPULSION, none, partner, true, "LEGAL_DOCUMENT_REQUIRED"),
                row(Ground.LEGAL_COMPULSION, DOCUMENT, partner, false, "PERMIT basic.name"),
                row(Ground.LEGAL_COMPULSION, foreign(null), partner, false, "CROSS_BORDER_NOT_ALLOWED"),
                row(Ground.LEGAL_COMPULSION, foreign("ok-1"), partner, false, "PERMIT basic.name"),
                row(Ground.HARM_PREVENTION, none, partner, true, "SHARING_NOT_PERMITTED"),
                row(Ground.HARM_PREVENTION, Map.of("necessity", "why"), partner, false, "SEPARATE_CONSENT_REQUIRED"),
                row(Ground.HARM_PREVENTION, Map.of("necessity", "why"), partner, true, "PERMIT basic.name"),
                row(Ground.CORE_FUNCTION, none, processor, false, "SHARING_NOT_PERMITTED"),
                row(Ground.CORE_FUNCTION, Map.of("contractId", "c"), processor, false, "PERMIT basic.name"),
                row(Ground.CORE_FUNCTION, Map.of("contractId", "c"), partner, false, "SEPARATE_CONSENT_REQUIRED"),
                row(Ground.DISPUTE_AT_REQUEST, none, partner, true, "SHARING_NOT_PERMITTED"),
                row(Ground.DISPUTE_AT_REQUEST, Map.of("requestId", "r"), partner, true, "PERMIT basic.name"),
                row(Ground.AGREEMENT, Map.of("clause", "7"), partner, true, "SHARING_NOT_PERMITTED"),
                row(
                        Ground.AGREEMENT,
                        Map.of("clause", "7", "acceptanceId", "x"),
                        partner,
                        false,
                        "SEPARATE_CONSENT_REQUIRED"),
                row(Ground.ACADEMIC_RESEARCH, law, partner, true, "SHARING_NOT_PERMITTED"),
                row(Ground.PUBLIC_INTEREST, none, partner, true, "SHARING_NOT_PERMITTED"),
                row(Ground.PUBLIC_INTEREST, law, partner, false, "PERMIT basic.name"),
                row(Ground.FRAUD_CREDIT_RISK, law, partner, false, "PERMIT basic.name"),
                row(Ground.FRAUD_CREDIT_RISK, none, partner, false, "SEPARATE_CONSENT_REQUIRED"),
                row(Ground.DEFAULT_BLACKLIST, none, partner, false, "SEPARATE_CONSENT_REQUIRED"),
                row(Ground.DEFAULT_BLACKLIST, none, partner, true, "NOTICE_NOT_DELIVERED"),
                row(Ground.DEFAULT_BLACKLIST, Map.of("noticeDeliveredAt", TOLD), partner, true, "PERMIT basic.name"),
                row(
                        Ground.DEFAULT_BLACKLIST,
                        with(DOCUMENT, "noticeDeliveredAt", TOLD),
                        partner,
                        false,
                        "PERMIT basic.name"),
                row(
                        Ground.AGREEMENT,
                        Map.of("clause", "7", "acceptanceId", "continued-use-4"),
                        processor,
                        false,
                        "SHARING_NOT_PERMITTED"),
                row(
                        Ground.EXPLICIT_CONSENT,
                        Map.of("authorityCountry", "US"),
                        partner,
                        true,
                        "CROSS_BORDER_NOT_ALLOWED"),
                row(Ground.TRANSFER_CONSENT, none, partner, true, "SHARING_NOT_PERMITTED"),
                row(Ground.SUBJECT_DEMAND, none, partner, true, "SHARING_NOT_PERMITTED"));
    }

    private static Arguments row(
            Ground ground, Map<String, Object> evidence, HolderEntry.Kind kind, boolean named, String expected) {
        return Arguments.of(ground, evidence, kind, named, expected);
    }

    @ParameterizedTest(name = "{0} {1} {2}, named {3}: {4}")
    @MethodSource("grounds")
    @Tag("AC-66")
    @Tag("AC-68")
    @Tag("AC-73")
    @Tag("R-3.1.1-1")
    @Tag("R-3.1.5-1")
    @Tag("R-3.1.6-1")
    void eachGroundOfSharingHasItsGuard(
            Ground ground, Map<String, Object> evidence, HolderEntry.Kind kind, boolean named, String expected) {
        assertThat(decide(command(Kind.SHARE, ground, evidence, "basic.name"), kind, person(named, false)))
                .isEqualTo(expected);
    }

    @Test
    @Tag("AC-70")
    void moneyIsAlwaysRefused() {
        for (Ground ground : Ground.values()) {
            SharingCommand c = command(Kind.SHARE, ground, DOCUMENT, "basic.name");
            SharingCommand paid = new SharingCommand(
                    c.subjectId(),
                    c.recipient(),
                    c.kind(),
                    c.ground(),
                    c.purpose(),
                    c.categories(),
                    c.protection(),
                    true,
                    c.evidence(),
                    null,
                    null,
                    null,
                    null,
                    null);
            assertThat(decide(paid, HolderEntry.Kind.PARTNER, person(true, true)))
                    .isEqualTo("SHARING_NOT_PERMITTED");
        }
    }

    @Test
    @Tag("R-3.1.1-3")
    void aProcessorGetsSensitiveDataOnlyUnderASeparateConsent() {
        SharingCommand c =
                inPurpose("CREDIT_ASSESSMENT", Ground.CORE_FUNCTION, Map.of("contractId", "c"), "financial.overdue");
        assertThat(decide(c, HolderEntry.Kind.PROCESSOR, person(false, false))).isEqualTo("SEPARATE_CONSENT_REQUIRED");
        SubjectState consented = SubjectState.unknown("s")
                .accepted(1)
                .with(consent("CREDIT_ASSESSMENT", null, false, "financial.overdue"));
        assertThat(decide(c, HolderEntry.Kind.PROCESSOR, consented)).isEqualTo("PERMIT financial.overdue");
    }
}
