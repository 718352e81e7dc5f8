package covenant.consent.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.consent.catalogue.CatalogueFile;
import covenant.consent.evidence.Evidence;
import covenant.consent.holder.Holder;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static String decide(SharingCommand command, HolderEntry.Kind kind, SubjectState state) {
        SharingFacts facts = new SharingFacts(
                state, CatalogueFile.read(), Optional.of(holder(kind)), true, LegalCalendar.dayOf(NOW));
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
                row(Ground.TRANSFER_CONSENT, none, partner, true, "SHARING_NOT_PERMITTED"),
                row(Ground.SUBJECT_DEMAND, none, partner, true, "SHARING_NOT_PERMITTED"));
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
}
