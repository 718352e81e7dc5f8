package covenant.consent.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.consent.catalogue.CatalogueFile;
import covenant.consent.evidence.Evidence;
import covenant.consent.holder.Holder;
import covenant.consent.sharing.SharingFacts.Bar;
import covenant.consent.subject.ConsentStatus;
import covenant.consent.subject.LastWord;
import covenant.consent.subject.LiveConsent;
import covenant.consent.subject.SubjectState;
import covenant.contracts.HolderEntry;
import covenant.contracts.SharingEvent.Ground;
import covenant.contracts.SharingEvent.Kind;
import covenant.contracts.SharingEvent.Protection;
import covenant.platform.json.StrictJson;
import covenant.platform.time.LegalCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SharingDeciderTest {
    private static final Instant NOW = Instant.parse("2026-05-06T02:00:00Z");
    private static final List<Protection> SAFE = List.of(Protection.ENCRYPTED_TRANSPORT, Protection.FIELD_ENCRYPTED);
    private static final Map<String, Object> DOCUMENT = Map.of(
            "documentType", "ORDER",
            "documentNumber", "1",
            "authority", "a court",
            "scanSha256", "c".repeat(64),
            "categories", List.of("basic.name"));
    private static final String TOLD = "2026-05-01T00:00:00Z";

    private static Evidence evidence(Map<String, ?> fields) {
        return StrictJson.newMapper().convertValue(fields, Evidence.class);
    }

    private static SharingCommand command(
            Kind kind, @Nullable Ground ground, Map<String, ?> evidence, String... categories) {
        return new SharingCommand(
                "s",
                "partner",
                kind,
                ground,
                "SERVICE_DELIVERY",
                List.of(categories),
                SAFE,
                false,
                evidence(evidence),
                null,
                null,
                null,
                null,
                null);
    }

    private static Holder holder(HolderEntry.Kind kind) {
        return new Holder(
                new HolderEntry(
                        "partner",
                        kind,
                        null,
                        "Partner",
                        List.of("basic.name", "service.order", "financial.overdue", "device.id"),
                        List.of("SERVICE_DELIVERY", "CREDIT_ASSESSMENT"),
                        "CN",
                        HolderEntry.Transport.REST,
                        null,
                        "P30D",
                        HolderEntry.Status.ACTIVE,
                        new HolderEntry.Agreement(
                                "a", LocalDate.of(2026, 1, 1), LocalDate.of(2027, 1, 1), List.of(), List.of(), null),
                        false,
                        null),
                "x",
                null,
                null);
    }

    private static SubjectState person(boolean named, boolean written) {
        SubjectState accepted = SubjectState.unknown("s").accepted(1);
        return named
                ? accepted.with(new LiveConsent(
                        UUID.randomUUID(),
                        "SERVICE_DELIVERY",
                        List.of("basic.name", "service.order"),
                        true,
                        "partner",
                        1,
                        NOW.minusSeconds(60),
                        NOW.minusSeconds(60),
                        null,
                        null,
                        false,
                        written))
                : accepted;
    }

    private static String decide(SharingCommand command, HolderEntry.Kind kind, SubjectState state, Bar... bars) {
        return decide(command, holder(kind), state, bars);
    }

    private static String decide(SharingCommand command, Holder holder, SubjectState state, Bar... bars) {
        Set<Bar> all = new HashSet<>(List.of(bars));
        all.add(Bar.RESEARCH_OFF);
        SharingFacts facts =
                new SharingFacts(state, CatalogueFile.read(), Optional.of(holder), true, LegalCalendar.dayOf(NOW), all);
        return switch (SharingDecider.decide(command, facts, NOW)) {
            case SharingVerdict.Permitted p -> "PERMIT " + String.join(",", p.categories());
            case SharingVerdict.Refused r -> r.refusal().code().name();
        };
    }

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

    private static Map<String, Object> with(Map<String, Object> evidence, String field, Object value) {
        Map<String, Object> more = new java.util.HashMap<>(evidence);
        more.put(field, value);
        return more;
    }

    private static Map<String, Object> foreign(@Nullable String approval) {
        Map<String, Object> evidence = new java.util.HashMap<>(DOCUMENT);
        evidence.put("authorityCountry", "US");
        if (approval != null) {
            evidence.put("approvalReference", approval);
        }
        return evidence;
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

    private static SharingCommand inPurpose(
            String purpose, Ground ground, Map<String, ?> evidence, String... categories) {
        return new SharingCommand(
                "s",
                "partner",
                Kind.SHARE,
                ground,
                purpose,
                List.of(categories),
                SAFE,
                false,
                evidence(evidence),
                null,
                null,
                null,
                null,
                null);
    }

    private static LiveConsent consent(
            String purpose, @Nullable String recipient, boolean written, String... categories) {
        return new LiveConsent(
                UUID.randomUUID(),
                purpose,
                List.of(categories),
                true,
                recipient,
                1,
                NOW.minusSeconds(60),
                NOW.minusSeconds(60),
                null,
                null,
                false,
                written);
    }
}
