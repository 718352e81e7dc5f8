package covenant.consent.sharing;

import static covenant.platform.problem.ProblemCode.EXPLICIT_CONSENT_REQUIRED;
import static covenant.platform.problem.ProblemCode.RECIPIENT_SCOPE_EXCEEDED;
import static covenant.platform.problem.ProblemCode.SEPARATE_CONSENT_REQUIRED;
import static covenant.platform.problem.ProblemCode.SHARING_NOT_PERMITTED;

import covenant.consent.evidence.Evidence;
import covenant.consent.holder.Holder;
import covenant.consent.sharing.SharingFacts.Bar;
import covenant.contracts.HolderEntry;
import covenant.contracts.SharingEvent.Ground;
import covenant.contracts.SharingEvent.Kind;
import covenant.contracts.SharingEvent.Protection;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What each ground of policy chapter 3 must show (table 3.1.1, R-3.1.5-1, R-3.1.6-1, R-3.2.1-1 to R-3.2.3-1, R-3.3.1-1, R-3.3.2-1). */
final class SharingGrounds {
    /** Fraud and credit risk: identity, service and activity data (policy 3.1.5). */
    private static final Set<String> FRAUD_GROUPS = Set.of("basic", "identity", "service");
    /** Groups that say who a person is: never in a data set for research. */
    private static final Set<String> IDENTIFYING_GROUPS =
            Set.of("basic", "identity", "biometric", "network_id", "communication", "location");

    private final SharingCommand c;
    private final SharingFacts facts;
    private final SharingConsents consents;
    private final RecipientGuards guards;
    private final Evidence evidence;

    SharingGrounds(SharingCommand command, SharingFacts facts, SharingConsents consents, RecipientGuards guards) {
        this.c = command;
        this.facts = facts;
        this.consents = consents;
        this.guards = guards;
        this.evidence = command.evidence();
    }

    Optional<Refusal> check(Ground ground) {
        return switch (ground) {
            case EXPLICIT_CONSENT -> consentNaming();
            case LEGAL_COMPULSION -> LegalDocument.complete(c);
            case HARM_PREVENTION ->
                missing(evidence.necessity(), "A written test of necessity is missing.")
                        .or(this::lawOrConsent);
            case CORE_FUNCTION ->
                missing(evidence.contractId(), "The contract that needs it is missing.")
                        .or(this::neededForThePurpose)
                        .or(this::consentOrProcessor);
            case DISPUTE_AT_REQUEST -> dispute();
            case AGREEMENT -> clauseAccepted().or(this::consentOrProcessor);
            case ACADEMIC_RESEARCH -> research();
            case PUBLIC_INTEREST -> law();
            case FRAUD_CREDIT_RISK -> fraudScope().or(this::lawOrConsent);
            case DEFAULT_BLACKLIST -> blacklist();
            case TRANSFER_CONSENT, SUBJECT_DEMAND -> explicit();
            case TRANSFER_LEGAL ->
                LegalDocument.complete(c)
                        .or(() -> LegalDocument.endsTheCompany(evidence) ? guards.notified() : Optional.empty());
            case TRANSFER_AGREEMENT -> clauseAccepted().or(guards::notified);
            case LEGAL_DEMAND ->
                LegalDocument.associationAlone(c, consents.naming().isPresent()).or(() -> LegalDocument.complete(c));
        };
    }

    private Optional<Refusal> law() {
        return evidence.namesLaw()
                ? Optional.empty()
                : refuse(SHARING_NOT_PERMITTED, "The law and article are missing.");
    }

    private Optional<Refusal> lawOrConsent() {
        return evidence.namesLaw() ? Optional.empty() : consentNaming();
    }

    private Optional<Refusal> fraudScope() {
        return c.categories().stream()
                        .allMatch(name ->
                                FRAUD_GROUPS.contains(facts.category(name).group()))
                ? Optional.empty()
                : refuse(RECIPIENT_SCOPE_EXCEEDED, "Only identity, service and activity data (3.1.5).");
    }

    /** Only the bodies and the parties of the dispute; the bodies by law, the parties by consent. */
    private Optional<Refusal> dispute() {
        if (!Evidence.given(evidence.requestId()) && !Evidence.given(evidence.complaintId())) {
            return refuse(SHARING_NOT_PERMITTED, "The person's request or the complaint is missing.");
        }
        return facts.recipientIsAuthority() ? Optional.empty() : consentOrProcessor();
    }

    /** A clause that was accepted by an act: using the service on accepts none (table 3.1.1, ground 6; R-3.2.3-1). */
    private Optional<Refusal> clauseAccepted() {
        boolean deemed = Stream.of(String.valueOf(evidence.acceptanceId()), String.valueOf(c.method()))
                .map(text -> text.toUpperCase(Locale.ROOT))
                .anyMatch(text -> text.contains("CONTINUED") || text.contains("DEEMED") || text.contains("ACKNOWLEDG"));
        return Evidence.given(evidence.clause()) && Evidence.given(evidence.acceptanceId()) && !deemed
                ? Optional.empty()
                : refuse(SHARING_NOT_PERMITTED, "The clause, or its acceptance by an act of the person, is missing.");
    }

    /** Off until enabled; then an institution, the proof of de-identification, and nothing that says who it is. */
    private Optional<Refusal> research() {
        boolean raw = c.categories().stream()
                .anyMatch(
                        name -> IDENTIFYING_GROUPS.contains(facts.category(name).group()) || name.equals("device.id"));
        boolean shown = Evidence.given(evidence.institution())
                && Evidence.given(evidence.reference())
                && c.protection().contains(Protection.MASKED);
        return !facts.bars().contains(Bar.RESEARCH_OFF) && shown && !raw
                ? Optional.empty()
                : refuse(SHARING_NOT_PERMITTED, "Research gets de-identified data only, and only where it is enabled.");
    }

    /** Never permits by itself (R-3.1.6-1): consent that names the recipient, or law, and a notice before. */
    private Optional<Refusal> blacklist() {
        boolean byLaw = evidence.namesLaw();
        if (c.kind() == Kind.PUBLICATION) {
            return byLaw || consents.naming().isPresent()
                    ? Optional.empty()
                    : refuse(SEPARATE_CONSENT_REQUIRED, "Publishing needs a separate consent or a law.");
        }
        boolean byCourt =
                LegalDocument.complete(c).isEmpty() && LegalDocument.demanded(c).containsAll(c.categories());
        return (byLaw || byCourt ? Optional.<Refusal>empty() : consentNaming()).or(guards::notified);
    }

    private Optional<Refusal> neededForThePurpose() {
        boolean needed = facts.catalogue()
                .purpose(c.purpose())
                .map(purpose -> c.categories().stream()
                        .allMatch(name -> facts.catalogue()
                                .use(purpose, facts.category(name))
                                .isPresent()))
                .orElse(false);
        return needed
                ? Optional.empty()
                : refuse(RECIPIENT_SCOPE_EXCEEDED, "The purpose does not need every one of the categories.");
    }

    /** A processor works under an agreement (PIPL art. 21), sensitive data under a separate consent (art. 29); another controller is named. */
    private Optional<Refusal> consentOrProcessor() {
        Holder holder = facts.recipient().orElseThrow();
        if (holder.controllerOfItsOwn()) {
            return consentNaming();
        }
        return consents.coverSensitive()
                ? Optional.empty()
                : refuse(SEPARATE_CONSENT_REQUIRED, "Sensitive data needs a separate consent to this purpose.");
    }

    private Optional<Refusal> consentNaming() {
        if (facts.recipientIs(HolderEntry.Kind.CREDIT_AGENCY)) {
            return consents.writtenNaming().isPresent() ? Optional.empty() : Optional.of(RecipientGuards.unwritten());
        }
        return consents.naming().isPresent()
                ? Optional.empty()
                : refuse(SEPARATE_CONSENT_REQUIRED, "A separate consent that names the recipient is missing.");
    }

    private Optional<Refusal> explicit() {
        return consents.naming().isPresent()
                ? Optional.empty()
                : refuse(
                        EXPLICIT_CONSENT_REQUIRED,
                        "The person's consent does not name this recipient or place, or not every field.");
    }

    private static Optional<Refusal> missing(@org.jspecify.annotations.Nullable String evidence, String detail) {
        return Evidence.given(evidence) ? Optional.empty() : refuse(SHARING_NOT_PERMITTED, detail);
    }

    private static Optional<Refusal> refuse(ProblemCode code, String detail) {
        return Optional.of(Refusal.of(code, detail));
    }
}
