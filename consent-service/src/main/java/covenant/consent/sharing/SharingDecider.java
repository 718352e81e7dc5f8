package covenant.consent.sharing;

import covenant.consent.catalogue.Category;
import covenant.consent.evidence.Evidence;
import covenant.consent.holder.Holder;
import covenant.consent.holder.RecipientCheck;
import covenant.consent.subject.Coverage;
import covenant.consent.subject.LiveConsent;
import covenant.consent.subject.SubjectState;
import covenant.contracts.HolderEntry;
import covenant.contracts.SharingEvent.Ground;
import covenant.contracts.SharingEvent.Kind;
import covenant.contracts.SharingEvent.Protection;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides, purely, whether data may leave (policy chapter 3). Standing on the list of 3.1.1 is necessary and not sufficient: the
 * recipient, the protection, the evidence of the ground and the consents are each looked at (R-3.1.1-3).
 */
final class SharingDecider {
    /** What a complaint hands over, and nothing more (R-1.2.4-2). */
    static final Set<String> COMPLAINT_CATEGORIES =
            Set.of("basic.name", "identity.national_id", "service.complaint_content");

    private static final Set<String> FRAUD_GROUPS = Set.of("basic", "identity", "service");

    private final SharingCommand c;
    private final SharingFacts facts;
    private final Evidence evidence;
    private final Instant now;

    private SharingDecider(SharingCommand command, SharingFacts facts, Instant now) {
        this.c = command;
        this.facts = facts;
        this.evidence = command.evidence();
        this.now = now;
    }

    /** Purpose and categories must be known. */
    static SharingVerdict decide(SharingCommand command, SharingFacts facts, Instant now) {
        if (command.paid()) {
            return refused(
                    ProblemCode.SHARING_NOT_PERMITTED, "Personal data is never sold, rented or exchanged for money.");
        }
        Ground ground = command.ground();
        if (ground == null || !fits(command.kind(), ground)) {
            return refused(ProblemCode.SHARING_NOT_PERMITTED, "Data leaves only on a ground of policy chapter 3.");
        }
        SharingDecider d = new SharingDecider(command, facts, now);
        return d.recipient()
                .or(d::person)
                .or(d::categories)
                .or(d::protection)
                .or(() -> d.ground(ground))
                .or(d::assessment)
                .<SharingVerdict>map(SharingVerdict.Refused::new)
                .orElseGet(d::permitted);
    }

    static boolean fits(Kind kind, Ground ground) {
        return switch (ground) {
            case EXPLICIT_CONSENT,
                    LEGAL_COMPULSION,
                    HARM_PREVENTION,
                    CORE_FUNCTION,
                    DISPUTE_AT_REQUEST,
                    AGREEMENT,
                    ACADEMIC_RESEARCH,
                    PUBLIC_INTEREST,
                    FRAUD_CREDIT_RISK -> kind == Kind.SHARE;
            case DEFAULT_BLACKLIST -> kind == Kind.SHARE || kind == Kind.PUBLICATION;
            case TRANSFER_CONSENT, TRANSFER_LEGAL, TRANSFER_AGREEMENT -> kind == Kind.TRANSFER;
            case SUBJECT_DEMAND, LEGAL_DEMAND -> kind == Kind.PUBLICATION;
        };
    }

    private Optional<Refusal> recipient() {
        return c.kind() == Kind.PUBLICATION
                ? Optional.empty()
                : RecipientCheck.check(facts.recipient(), c.purpose(), scopeToCheck(), facts.today())
                        .map(code -> Refusal.of(code, "The recipient may not get this."));
    }

    /** What the law demands is cut to the document later; everything else must lie in the recipient's scope. */
    private List<String> scopeToCheck() {
        return c.ground() == Ground.LEGAL_COMPULSION || c.ground() == Ground.TRANSFER_LEGAL
                ? List.of()
                : c.categories();
    }

    private Optional<Refusal> person() {
        SubjectState state = facts.state();
        if (byLegalDocument()) {
            return Optional.empty();
        }
        boolean limited = state.restricted() || c.categories().stream().anyMatch(state::isRestricted);
        return state.erased() || limited
                ? refuse(ProblemCode.PROCESSING_RESTRICTED, "Only storage, security and legal duty are left.")
                : Optional.empty();
    }

    private boolean byLegalDocument() {
        return c.ground() == Ground.LEGAL_COMPULSION
                || c.ground() == Ground.LEGAL_DEMAND
                || c.ground() == Ground.TRANSFER_LEGAL;
    }

    private Optional<Refusal> categories() {
        boolean off = c.categories().stream()
                .map(name -> facts.catalogue().category(name).orElseThrow())
                .anyMatch(x -> x.state() == Category.State.FORBIDDEN);
        return off ? refuse(ProblemCode.CATEGORY_NOT_ENABLED, "A category is forbidden.") : Optional.empty();
    }

    /** Encrypted on the way, and masked or encrypted by field unless the clear value is needed (R-3.1.4-2). */
    private Optional<Refusal> protection() {
        boolean sensitive = c.categories().stream()
                .anyMatch(name -> facts.catalogue().category(name).orElseThrow().sensitive());
        boolean protectedEnough = c.protection().contains(Protection.ENCRYPTED_TRANSPORT)
                && (c.protection().contains(Protection.MASKED)
                        || c.protection().contains(Protection.FIELD_ENCRYPTED)
                        || c.protection().contains(Protection.CLEAR_VALUE_NEEDED));
        return sensitive && !protectedEnough
                ? Optional.of(
                        Refusal.invalid(
                                "protection",
                                "sensitive data needs ENCRYPTED_TRANSPORT and MASKED or FIELD_ENCRYPTED, or CLEAR_VALUE_NEEDED"))
                : Optional.empty();
    }

    private Optional<Refusal> ground(Ground ground) {
        return switch (ground) {
            case EXPLICIT_CONSENT -> consentNaming();
            case LEGAL_COMPULSION, TRANSFER_LEGAL ->
                legalDocument().or(() -> ground == Ground.TRANSFER_LEGAL ? noticeBeforeTransfer() : Optional.empty());
            case HARM_PREVENTION ->
                Evidence.given(evidence.necessity())
                        ? lawOrConsent()
                        : refuse(ProblemCode.SHARING_NOT_PERMITTED, "A written test of necessity is missing.");
            case CORE_FUNCTION ->
                Evidence.given(evidence.contractId())
                        ? neededForThePurpose().or(this::consentOrProcessor)
                        : refuse(ProblemCode.SHARING_NOT_PERMITTED, "The contract that needs it is missing.");
            case DISPUTE_AT_REQUEST -> dispute();
            case AGREEMENT ->
                Evidence.given(evidence.clause()) && Evidence.given(evidence.acceptanceId())
                        ? consentOrProcessor()
                        : refuse(ProblemCode.SHARING_NOT_PERMITTED, "The clause and its acceptance are missing.");
            case ACADEMIC_RESEARCH -> refuse(ProblemCode.SHARING_NOT_PERMITTED, "Sharing for research is not enabled.");
            case PUBLIC_INTEREST ->
                evidence.namesLaw()
                        ? Optional.empty()
                        : refuse(ProblemCode.SHARING_NOT_PERMITTED, "The law and article are missing.");
            case FRAUD_CREDIT_RISK -> fraud();
            case DEFAULT_BLACKLIST -> blacklist();
            case TRANSFER_CONSENT -> explicit();
            case TRANSFER_AGREEMENT ->
                Evidence.given(evidence.clause()) && Evidence.given(evidence.acceptanceId())
                        ? noticeBeforeTransfer()
                        : refuse(
                                ProblemCode.SHARING_NOT_PERMITTED,
                                "A signed clause that names the transfer is missing.");
            case SUBJECT_DEMAND -> explicit();
            case LEGAL_DEMAND -> associationAlone().or(this::legalDocument);
        };
    }

    /** Type, number, authority, scan; a foreign one only with the approval of the Chinese authority (PIPL art. 41). */
    private Optional<Refusal> legalDocument() {
        if (evidence.foreignAuthority() && !Evidence.given(evidence.approvalReference())) {
            return refuse(
                    ProblemCode.CROSS_BORDER_NOT_ALLOWED, "A foreign demand needs the Chinese authority's approval.");
        }
        return evidence.completeLegalDocument() && !demanded().isEmpty()
                ? Optional.empty()
                : refuse(ProblemCode.LEGAL_DOCUMENT_REQUIRED, "The legal document, or what it lists, is missing.");
    }

    /** What an association demands is not law (R-3.3.2-2). */
    private Optional<Refusal> associationAlone() {
        String type = evidence.documentType() == null ? "" : evidence.documentType();
        String authority = evidence.authority() == null ? "" : evidence.authority();
        boolean association = type.toUpperCase(java.util.Locale.ROOT).contains("ASSOCIATION")
                || authority.toUpperCase(java.util.Locale.ROOT).contains("ASSOCIATION")
                || authority.contains("协会");
        return association && !evidence.namesLaw()
                ? refuse(ProblemCode.LEGAL_DOCUMENT_REQUIRED, "An association's demand needs a law or a consent.")
                : Optional.empty();
    }

    /** The categories that the document lists, of those asked for; all of them where it lists none that is named. */
    private List<String> demanded() {
        List<String> listed = evidence.categories() == null ? List.of() : evidence.categories();
        return c.categories().stream().filter(listed::contains).toList();
    }

    private Optional<Refusal> lawOrConsent() {
        return evidence.namesLaw() ? Optional.empty() : consentNaming();
    }

    private Optional<Refusal> fraud() {
        boolean within = c.categories().stream()
                .map(name -> facts.catalogue().category(name).orElseThrow())
                .allMatch(x -> FRAUD_GROUPS.contains(x.group()));
        return within
                ? lawOrConsent()
                : refuse(ProblemCode.RECIPIENT_SCOPE_EXCEEDED, "Only identity, service and activity data (3.1.5).");
    }

    private Optional<Refusal> dispute() {
        if (!Evidence.given(evidence.requestId()) && !Evidence.given(evidence.complaintId())) {
            return refuse(ProblemCode.SHARING_NOT_PERMITTED, "The person's request or the complaint is missing.");
        }
        boolean authority = facts.recipient()
                .map(h -> h.entry().kind() == HolderEntry.Kind.REGULATOR
                        || h.entry().kind() == HolderEntry.Kind.CONSUMER_PROTECTION)
                .orElse(false);
        if (authority && !COMPLAINT_CATEGORIES.containsAll(c.categories())) {
            return refuse(
                    ProblemCode.RECIPIENT_SCOPE_EXCEEDED, "A complaint hands over name, ID number and its content.");
        }
        return authority ? Optional.empty() : consentOrProcessor();
    }

    /** Never permits by itself (R-3.1.6-1): consent that names the recipient, or a law, and a notice before. */
    private Optional<Refusal> blacklist() {
        if (c.kind() == Kind.PUBLICATION) {
            return evidence.namesLaw() || naming().isPresent()
                    ? Optional.empty()
                    : refuse(ProblemCode.SEPARATE_CONSENT_REQUIRED, "Publishing needs a separate consent or a law.");
        }
        return lawOrConsent().or(this::notifiedBefore);
    }

    private Optional<Refusal> notifiedBefore() {
        Instant delivered = evidence.noticeDeliveredAt();
        return delivered != null && delivered.isBefore(now)
                ? Optional.empty()
                : refuse(ProblemCode.NOTICE_NOT_DELIVERED, "The person was not told before.");
    }

    /** Each person is told the transferee before the transfer (PIPL art. 22, R-3.2-2). */
    private Optional<Refusal> noticeBeforeTransfer() {
        return notifiedBefore();
    }

    private Optional<Refusal> neededForThePurpose() {
        boolean needed = facts.catalogue().purpose(c.purpose()).isPresent()
                && c.categories().stream()
                        .allMatch(name -> facts.catalogue()
                                .category(name)
                                .flatMap(x -> facts.catalogue()
                                        .use(
                                                facts.catalogue()
                                                        .purpose(c.purpose())
                                                        .orElseThrow(),
                                                x))
                                .isPresent());
        return needed
                ? Optional.empty()
                : refuse(
                        ProblemCode.RECIPIENT_SCOPE_EXCEEDED, "The purpose does not need every one of the categories.");
    }

    /** A processor works under an agreement (PIPL art. 21); the verifier under a separate consent; another controller is named. */
    private Optional<Refusal> consentOrProcessor() {
        Holder holder = facts.recipient().orElseThrow();
        if (holder.controllerOfItsOwn()) {
            return consentNaming();
        }
        boolean verifier = holder.entry().kind() == HolderEntry.Kind.IDENTITY_VERIFIER;
        List<String> sensitive = c.categories().stream()
                .filter(name -> facts.catalogue().category(name).orElseThrow().sensitive())
                .toList();
        boolean covered = sensitive.stream()
                .allMatch(name ->
                        live().anyMatch(x -> x.separate() && x.categories().contains(name)));
        return verifier && !covered
                ? refuse(ProblemCode.SEPARATE_CONSENT_REQUIRED, "The verifier needs a separate consent.")
                : Optional.empty();
    }

    private Optional<Refusal> consentNaming() {
        Optional<LiveConsent> naming = naming();
        if (naming.isEmpty()) {
            return refuse(
                    ProblemCode.SEPARATE_CONSENT_REQUIRED, "A separate consent that names the recipient is missing.");
        }
        boolean agency = facts.recipient()
                .map(h -> h.entry().kind() == HolderEntry.Kind.CREDIT_AGENCY)
                .orElse(false);
        return agency && !naming.get().written()
                ? refuse(ProblemCode.WRITTEN_CONSENT_REQUIRED, "A credit agency needs a written consent.")
                : Optional.empty();
    }

    private Optional<Refusal> explicit() {
        return naming().isPresent()
                ? Optional.empty()
                : refuse(
                        ProblemCode.EXPLICIT_CONSENT_REQUIRED,
                        "The person's consent does not name this recipient or place, or not every field.");
    }

    /** A separate consent in force that names this recipient and every category; the one given as evidence, where one is. */
    private Optional<LiveConsent> naming() {
        Instant fresh = facts.recipient().map(Holder::freshConsentFrom).orElse(null);
        return live().filter(LiveConsent::separate)
                .filter(x -> c.recipient().equals(x.recipient()))
                .filter(x -> x.categories().containsAll(c.categories()))
                .filter(x ->
                        evidence.consentId() == null || evidence.consentId().equals(x.id()))
                .filter(x -> fresh == null || !x.acceptedAt().isBefore(fresh))
                .findFirst();
    }

    private java.util.stream.Stream<LiveConsent> live() {
        return Coverage.of(facts.state(), facts.catalogue(), c.purpose()).filter(x -> x.inForce(now));
    }

    private Optional<Refusal> assessment() {
        return facts.assessed() || byLegalDocument()
                ? Optional.empty()
                : refuse(ProblemCode.IMPACT_ASSESSMENT_REQUIRED, "No impact assessment covers this (PIPL art. 55).");
    }

    private SharingVerdict permitted() {
        List<String> categories = byLegalDocument() ? demanded() : c.categories();
        return new SharingVerdict.Permitted(categories, naming().orElse(null));
    }

    private static Optional<Refusal> refuse(ProblemCode code, String detail) {
        return Optional.of(Refusal.of(code, detail));
    }

    private static SharingVerdict refused(ProblemCode code, String detail) {
        return new SharingVerdict.Refused(Refusal.of(code, detail));
    }
}
