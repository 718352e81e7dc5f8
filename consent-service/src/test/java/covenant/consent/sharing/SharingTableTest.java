package covenant.consent.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.consent.catalogue.CatalogueFile;
import covenant.consent.evidence.Evidence;
import covenant.consent.holder.Holder;
import covenant.consent.sharing.SharingFacts.Bar;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every ground beside every kind of recipient; and what must hold of any permission, whatever was asked. */
class SharingTableTest {
    private static final Instant NOW = Instant.parse("2026-05-06T02:00:00Z");
    private static final HolderEntry.Kind[] KINDS = HolderEntry.Kind.values();
    private static final ObjectMapper JSON = StrictJson.newMapper();

    private static final Map<String, Map<String, Object>> EVIDENCE = Map.of(
            "nothing", Map.of(),
            "law", Map.of("law", "a law", "article", "12"),
            "told", Map.of("noticeDeliveredAt", "2026-05-01T00:00:00Z"),
            "law+told", Map.of("law", "a law", "article", "12", "noticeDeliveredAt", "2026-05-01T00:00:00Z"),
            "test", Map.of("necessity", "the account is being emptied"),
            "test+law", Map.of("necessity", "the account is being emptied", "law", "a law", "article", "12"),
            "contract", Map.of("contractId", "c"),
            "complaint", Map.of("complaintId", "cp"),
            "clause", Map.of("clause", "7", "acceptanceId", "x"),
            "document",
                    Map.of(
                            "documentType", "ORDER",
                            "documentNumber", "1",
                            "authority", "a court",
                            "scanSha256", "c".repeat(64),
                            "categories", List.of("basic.name")));

    /** P permit, n not permitted, s separate consent, w written consent, t not told, d no document. */
    private static final Map<Character, String> CODES = Map.of(
            'P', "PERMIT",
            'n', "SHARING_NOT_PERMITTED",
            's', "SEPARATE_CONSENT_REQUIRED",
            'w', "WRITTEN_CONSENT_REQUIRED",
            't', "NOTICE_NOT_DELIVERED",
            'd', "LEGAL_DOCUMENT_REQUIRED");

    /** Columns: INTERNAL AFFILIATE PROCESSOR PARTNER IDENTITY_VERIFIER CREDIT_AGENCY REGULATOR CONSUMER_PROTECTION. */
    private static final String TABLE = """
            EXPLICIT_CONSENT   nothing   none    s s s s s w s s
            EXPLICIT_CONSENT   nothing   clicked P P P P P w P P
            EXPLICIT_CONSENT   nothing   written P P P P P P P P
            LEGAL_COMPULSION   nothing   written d d d d d d d d
            LEGAL_COMPULSION   document  none    P P P P P P P P
            HARM_PREVENTION    nothing   written n n n n n n n n
            HARM_PREVENTION    test      none    s s s s s w s s
            HARM_PREVENTION    test      clicked P P P P P w P P
            HARM_PREVENTION    test+law  none    P P P P P w P P
            CORE_FUNCTION      nothing   written n n n n n n n n
            CORE_FUNCTION      contract  none    P s P s P w P P
            CORE_FUNCTION      contract  clicked P P P P P w P P
            CORE_FUNCTION      contract  written P P P P P P P P
            DISPUTE_AT_REQUEST nothing   written n n n n n n n n
            DISPUTE_AT_REQUEST complaint none    P s P s P w P P
            DISPUTE_AT_REQUEST complaint clicked P P P P P w P P
            DISPUTE_AT_REQUEST complaint written P P P P P P P P
            AGREEMENT          nothing   written n n n n n n n n
            AGREEMENT          clause    none    P s P s P w P P
            AGREEMENT          clause    clicked P P P P P w P P
            AGREEMENT          clause    written P P P P P P P P
            ACADEMIC_RESEARCH  law       written n n n n n n n n
            PUBLIC_INTEREST    nothing   written n n n n n n n n
            PUBLIC_INTEREST    law       none    P P P P P w P P
            PUBLIC_INTEREST    law       written P P P P P P P P
            FRAUD_CREDIT_RISK  nothing   none    s s s s s w s s
            FRAUD_CREDIT_RISK  nothing   clicked P P P P P w P P
            FRAUD_CREDIT_RISK  law       none    P P P P P w P P
            DEFAULT_BLACKLIST  nothing   none    s s s s s w s s
            DEFAULT_BLACKLIST  told      none    s s s s s w s s
            DEFAULT_BLACKLIST  nothing   clicked t t t t t w t t
            DEFAULT_BLACKLIST  nothing   written t t t t t t t t
            DEFAULT_BLACKLIST  told      clicked P P P P P w P P
            DEFAULT_BLACKLIST  told      written P P P P P P P P
            DEFAULT_BLACKLIST  law       none    t t t t t t t t
            DEFAULT_BLACKLIST  law+told  none    P P P P P w P P
            TRANSFER_CONSENT   nothing   written n n n n n n n n
            TRANSFER_LEGAL     document  written n n n n n n n n
            TRANSFER_AGREEMENT clause    written n n n n n n n n
            SUBJECT_DEMAND     nothing   written n n n n n n n n
            LEGAL_DEMAND       document  written n n n n n n n n
            """;

    static Stream<Arguments> rows() {
        return TABLE.lines().map(line -> {
            String[] cells = line.trim().split("\\s+");
            return Arguments.of(
                    Ground.valueOf(cells[0]), cells[1], cells[2], List.of(cells).subList(3, cells.length));
        });
    }

    @ParameterizedTest(name = "{0}, {1}, {2}: {3}")
    @MethodSource("rows")
    @Tag("R-3.1.1-1")
    @Tag("R-3.1.1-3")
    @Tag("R-3.1.5-1")
    @Tag("R-3.1.6-1")
    @Tag("R-1.2.2-3")
    @Tag("AC-66")
    @Tag("AC-68")
    void everyGroundMeetsEveryKindOfRecipient(Ground ground, String evidence, String consent, List<String> expected) {
        for (int i = 0; i < KINDS.length; i++) {
            assertThat(verdict(command(ground, EVIDENCE.get(evidence)), KINDS[i], consent))
                    .as("%s", KINDS[i])
                    .isEqualTo(CODES.get(expected.get(i).charAt(0)));
        }
    }

    @Test
    @Tag("R-3.1.1-1")
    void theTableKnowsEveryGround() {
        assertThat(rows().map(row -> row.get()[0]).distinct().toList()).hasSameElementsAs(List.of(Ground.values()));
    }

    private static String verdict(SharingCommand command, HolderEntry.Kind kind, String consent) {
        SubjectState person = SubjectState.unknown("s").accepted(1);
        SubjectState consented =
                consent.equals("none") ? person : person.with(naming(consent.equals("written"), "basic.name"));
        SharingFacts facts =
                known(consented, Optional.of(holder(kind, HolderEntry.Status.ACTIVE, true)), Set.of(Bar.RESEARCH_OFF));
        return switch (SharingDecider.decide(command, facts, NOW)) {
            case SharingVerdict.Permitted permitted -> "PERMIT";
            case SharingVerdict.Refused refused -> refused.refusal().code().name();
        };
    }

    /** A permission is never more than what its parts allow: 20,000 invented cases a seed. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20261130, 77})
    @Tag("R-3.1.1-3")
    @Tag("R-3.1.4-1")
    @Tag("R-3.1.4-2")
    @Tag("R-4.1-1")
    void nothingIsPermittedThatAGuardForbids(long seed) {
        Random random = new Random(seed);
        int permitted = 0;
        for (int i = 0; i < 20_000; i++) {
            Case c = Case.invent(random);
            if (SharingDecider.decide(c.command, c.facts, NOW) instanceof SharingVerdict.Permitted p) {
                permitted++;
                c.mustAllow(p);
            }
        }
        assertThat(permitted).as("permitted with seed %d", seed).isBetween(100, 15_000);
    }

    private record Case(SharingCommand command, SharingFacts facts) {
        private static final List<String> CATEGORIES = List.of(
                "basic.name",
                "service.order",
                "financial.bank_card",
                "financial.overdue",
                "device.id",
                "health.record");

        static Case invent(Random random) {
            List<String> categories =
                    CATEGORIES.stream().filter(c -> random.nextInt(4) == 0).toList();
            Map<String, Object> evidence = new HashMap<>();
            EVIDENCE.values().stream().filter(e -> random.nextInt(3) == 0).forEach(evidence::putAll);
            List<Protection> protection = Stream.of(Protection.values())
                    .filter(p -> random.nextInt(3) != 0)
                    .toList();
            SharingCommand command = new SharingCommand(
                    "s",
                    "partner",
                    Kind.values()[random.nextInt(3)],
                    random.nextInt(20) == 0 ? null : Ground.values()[random.nextInt(Ground.values().length)],
                    random.nextBoolean() ? "SERVICE_DELIVERY" : "CREDIT_ASSESSMENT",
                    categories.isEmpty() ? List.of("basic.name") : categories,
                    protection,
                    random.nextInt(20) == 0,
                    JSON.convertValue(evidence, Evidence.class),
                    null,
                    null,
                    null,
                    null,
                    null);
            return new Case(command, invent(random, command));
        }

        private static SharingFacts invent(Random random, SharingCommand command) {
            SubjectState person = SubjectState.unknown("s").accepted(1).restricted(random.nextInt(10) == 0);
            if (random.nextBoolean()) {
                LiveConsent consent = naming(
                        random.nextBoolean(),
                        random.nextBoolean()
                                ? command.categories().toArray(String[]::new)
                                : new String[] {"basic.name"});
                person = person.with(consent);
            }
            Optional<Holder> recipient = random.nextInt(10) == 0
                    ? Optional.empty()
                    : Optional.of(holder(
                            KINDS[random.nextInt(KINDS.length)],
                            random.nextInt(10) == 0 ? HolderEntry.Status.SUSPENDED : HolderEntry.Status.ACTIVE,
                            random.nextInt(5) != 0));
            Set<Bar> bars = new java.util.HashSet<>();
            for (Bar bar : Bar.values()) {
                if (random.nextInt(10) == 0) {
                    bars.add(bar);
                }
            }
            return known(person, recipient, bars);
        }

        void mustAllow(SharingVerdict.Permitted p) {
            assertThat(command.paid()).as("paid").isFalse();
            assertThat(command.ground()).as("ground").isNotNull();
            assertThat(command.categories()).as("no more than was asked").containsAll(p.categories());
            assertThat(p.categories()).isNotEmpty().doesNotContain("health.record");
            assertThat(facts.bars()).doesNotContain(Bar.LEGAL_BAN, Bar.ONWARD_NOT_APPROVED);
            boolean document = command.byLegalDocument();
            if (document) {
                assertThat(p.categories()).as("the document lists it").containsOnly("basic.name");
            } else {
                assertThat(facts.state().restricted()).as("restricted").isFalse();
            }
            if (command.kind() != Kind.PUBLICATION) {
                Holder holder = facts.recipient().orElseThrow();
                assertThat(holder.suspended()).as("suspended").isFalse();
                assertThat(holder.authority() || holder.entry().agreement() != null)
                        .as("agreement")
                        .isTrue();
                mustBeNamed(holder, document);
            }
            boolean sensitive = command.categories().stream().anyMatch(facts::sensitive);
            assertThat(!sensitive || command.protection().size() > 0)
                    .as("protected")
                    .isTrue();
        }

        private void mustBeNamed(Holder holder, boolean document) {
            boolean byLaw = document
                    || command.evidence().namesLaw()
                    || command.evidence().completeLegalDocument()
                    || command.kind() == Kind.TRANSFER;
            LiveConsent consent = facts.state().consents().isEmpty()
                    ? null
                    : facts.state().consents().getFirst();
            if (holder.controllerOfItsOwn() && !byLaw) {
                assertThat(consent)
                        .as("another controller is named in a separate consent")
                        .isNotNull();
            }
            if (holder.entry().kind() == HolderEntry.Kind.CREDIT_AGENCY && !document) {
                assertThat(consent != null && consent.written()).as("written").isTrue();
            }
        }
    }

    private static SharingCommand command(Ground ground, @Nullable Map<String, Object> evidence) {
        return new SharingCommand(
                "s",
                "partner",
                Kind.SHARE,
                ground,
                "SERVICE_DELIVERY",
                List.of("basic.name"),
                List.of(Protection.ENCRYPTED_TRANSPORT),
                false,
                JSON.convertValue(evidence, Evidence.class),
                null,
                null,
                null,
                null,
                null);
    }

    private static SharingFacts known(SubjectState state, Optional<Holder> recipient, Set<Bar> bars) {
        return new SharingFacts(state, CATALOGUE, recipient, true, LegalCalendar.dayOf(NOW), bars);
    }

    private static final covenant.consent.catalogue.Catalogue CATALOGUE = CatalogueFile.read();

    private static Holder holder(HolderEntry.Kind kind, HolderEntry.Status status, boolean agreement) {
        return new Holder(
                new HolderEntry(
                        "partner",
                        kind,
                        null,
                        "Partner",
                        new ArrayList<>(Case.CATEGORIES),
                        List.of("SERVICE_DELIVERY", "CREDIT_ASSESSMENT"),
                        "CN",
                        HolderEntry.Transport.REST,
                        null,
                        "P30D",
                        status,
                        agreement
                                ? new HolderEntry.Agreement(
                                        "a",
                                        LocalDate.of(2026, 1, 1),
                                        LocalDate.of(2027, 1, 1),
                                        List.of(),
                                        List.of(),
                                        null)
                                : null,
                        false,
                        null),
                "x",
                null,
                null);
    }

    private static LiveConsent naming(boolean written, String... categories) {
        return new LiveConsent(
                UUID.randomUUID(),
                "SERVICE_DELIVERY",
                List.of(categories),
                true,
                "partner",
                1,
                NOW.minusSeconds(60),
                NOW.minusSeconds(60),
                null,
                null,
                false,
                written);
    }
}
