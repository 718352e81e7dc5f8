package covenant.consent.sharing;

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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person, a recipient and a question: what the tests of sharing decide about. */
final class SharingScene {
    static final Instant NOW = Instant.parse("2026-05-06T02:00:00Z");
    static final List<Protection> SAFE = List.of(Protection.ENCRYPTED_TRANSPORT, Protection.FIELD_ENCRYPTED);
    static final Map<String, Object> DOCUMENT = Map.of(
            "documentType", "ORDER",
            "documentNumber", "1",
            "authority", "a court",
            "scanSha256", "c".repeat(64),
            "categories", List.of("basic.name"));
    static final String TOLD = "2026-05-01T00:00:00Z";

    private SharingScene() {}

    static Evidence evidence(Map<String, ?> fields) {
        return StrictJson.newMapper().convertValue(fields, Evidence.class);
    }

    static SharingCommand command(Kind kind, @Nullable Ground ground, Map<String, ?> evidence, String... categories) {
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

    static Holder holder(HolderEntry.Kind kind) {
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

    static SubjectState person(boolean named, boolean written) {
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

    static String decide(SharingCommand command, HolderEntry.Kind kind, SubjectState state, Bar... bars) {
        return decide(command, holder(kind), state, bars);
    }

    static String decide(SharingCommand command, Holder holder, SubjectState state, Bar... bars) {
        Set<Bar> all = new HashSet<>(List.of(bars));
        all.add(Bar.RESEARCH_OFF);
        SharingFacts facts =
                new SharingFacts(state, CatalogueFile.read(), Optional.of(holder), true, LegalCalendar.dayOf(NOW), all);
        return switch (SharingDecider.decide(command, facts, NOW)) {
            case SharingVerdict.Permitted p -> "PERMIT " + String.join(",", p.categories());
            case SharingVerdict.Refused r -> r.refusal().code().name();
        };
    }

    static Map<String, Object> with(Map<String, Object> evidence, String field, Object value) {
        Map<String, Object> more = new java.util.HashMap<>(evidence);
        more.put(field, value);
        return more;
    }

    static Map<String, Object> foreign(@Nullable String approval) {
        Map<String, Object> evidence = new java.util.HashMap<>(DOCUMENT);
        evidence.put("authorityCountry", "US");
        if (approval != null) {
            evidence.put("approvalReference", approval);
        }
        return evidence;
    }

    static SharingCommand inPurpose(String purpose, Ground ground, Map<String, ?> evidence, String... categories) {
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

    static LiveConsent consent(String purpose, @Nullable String recipient, boolean written, String... categories) {
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
