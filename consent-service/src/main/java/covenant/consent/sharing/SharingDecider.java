package covenant.consent.sharing;

import covenant.consent.catalogue.Category;
import covenant.consent.catalogue.Purpose;
import covenant.consent.evidence.Evidence;
import covenant.consent.sharing.SharingFacts.Bar;
import covenant.consent.subject.SubjectState;
import covenant.contracts.SharingEvent.Ground;
import covenant.contracts.SharingEvent.Kind;
import covenant.contracts.SharingEvent.Protection;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides, purely, whether data may leave (policy chapter 3). Standing on the list of 3.1.1 is necessary and not sufficient: the
 * recipient, the protection, the evidence of the ground, the consents and what is on record against it are each looked at
 * (R-3.1.1-3). The first reason against it is the answer.
 */
final class SharingDecider {
    private static final String REAL_NAME_VERIFICATION = "REAL_NAME_VERIFICATION";

    private final SharingCommand c;
    private final SharingFacts facts;
    private final SharingConsents consents;
    private final RecipientGuards guards;
    private final SharingGrounds grounds;

    private SharingDecider(SharingCommand command, SharingFacts facts, Instant now) {
        this.c = command;
        this.facts = facts;
        this.consents = new SharingConsents(command, facts, now);
        this.guards = new RecipientGuards(command, facts, consents, now);
        this.grounds = new SharingGrounds(command, facts, consents, guards);
    }

    /** Purpose and categories must be known. */
    static SharingVerdict decide(SharingCommand command, SharingFacts facts, Instant now) {
        if (command.paid()) {
            return new SharingVerdict.Refused(Refusal.of(
                    ProblemCode.SHARING_NOT_PERMITTED, "Personal data is never sold, rented or exchanged for money."));
        }
        Ground ground = command.ground();
        if (ground == null || !fits(command.kind(), ground)) {
            return new SharingVerdict.Refused(
                    Refusal.of(ProblemCode.SHARING_NOT_PERMITTED, "Data leaves only on a ground of policy chapter 3."));
        }
        return new SharingDecider(command, facts, now).verdict(ground);
    }

    private SharingVerdict verdict(Ground ground) {
        return LegalDocument.foreign(c.evidence())
                .or(guards::usable)
                .or(guards::ceiling)
                .or(this::person)
                .or(this::categories)
                .or(this::protection)
                .or(this::bars)
                .or(() -> grounds.check(ground))
                .or(guards::agency)
                .or(guards::abroad)
                .or(this::basis)
                .or(this::assessment)
                .<SharingVerdict>map(SharingVerdict.Refused::new)
                .orElseGet(this::permitted);
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

    private Optional<Refusal> person() {
        SubjectState state = facts.state();
        boolean limited =
                state.erased() || state.restricted() || c.categories().stream().anyMatch(state::isRestricted);
        return limited && !c.byLegalDocument()
                ? refuse(ProblemCode.PROCESSING_RESTRICTED, "Only storage, security and legal duty are left.")
                : Optional.empty();
    }

    private Optional<Refusal> categories() {
        boolean forbidden =
                c.categories().stream().anyMatch(name -> facts.category(name).state() == Category.State.FORBIDDEN);
        return forbidden ? refuse(ProblemCode.CATEGORY_NOT_ENABLED, "A category is forbidden.") : Optional.empty();
    }

    /**
     * Encrypted on the way, and masked or encrypted by field, unless the clear value is needed and that is stated (R-3.1.4-2). What
     * is published travels in the open: there it is masked, or the clear value is needed.
     */
    private Optional<Refusal> protection() {
        List<Protection> given = c.protection();
        boolean hidden = given.contains(Protection.MASKED)
                || given.contains(Protection.FIELD_ENCRYPTED)
                || (given.contains(Protection.CLEAR_VALUE_NEEDED) && clearValueIsNeeded());
        boolean onTheWay = c.kind() == Kind.PUBLICATION || given.contains(Protection.ENCRYPTED_TRANSPORT);
        return c.categories().stream().anyMatch(facts::sensitive) && !(hidden && onTheWay)
                ? Optional.of(
                        Refusal.invalid(
                                "protection",
                                "sensitive data needs ENCRYPTED_TRANSPORT and MASKED or FIELD_ENCRYPTED;"
                                        + " CLEAR_VALUE_NEEDED is for checking identities, for authorities, or with its necessity in the evidence"))
                : Optional.empty();
    }

    private boolean clearValueIsNeeded() {
        return c.purpose().equals(REAL_NAME_VERIFICATION)
                || c.kind() == Kind.PUBLICATION
                || c.byLegalDocument()
                || facts.recipientIsAuthority()
                || Evidence.given(c.evidence().necessity());
    }

    private Optional<Refusal> bars() {
        if (facts.bars().contains(Bar.LEGAL_BAN)) {
            return refuse(ProblemCode.SHARING_NOT_PERMITTED, "A law forbids this hand-over.");
        }
        if (!c.byLegalDocument() && facts.bars().contains(Bar.CEILING_NOT_APPROVED)) {
            return refuse(
                    ProblemCode.RECIPIENT_SCOPE_EXCEEDED, "A second person has not allowed this recipient so much.");
        }
        if (facts.bars().contains(Bar.ONWARD_NOT_APPROVED)) {
            return refuse(ProblemCode.SHARING_NOT_PERMITTED, "The processor has no approval to pass this on.");
        }
        boolean defaults = c.ground() == Ground.DEFAULT_BLACKLIST
                || c.categories().stream().anyMatch(RecipientGuards.NEGATIVE::contains);
        if (defaults && !c.byLegalDocument() && facts.bars().contains(Bar.BLACKLIST_DISPUTED)) {
            return refuse(ProblemCode.PROCESSING_RESTRICTED, "The person disputes the entry; it waits for a decision.");
        }
        return c.ground() == Ground.DEFAULT_BLACKLIST && facts.bars().contains(Bar.BLACKLIST_ENDED)
                ? refuse(ProblemCode.SHARING_NOT_PERMITTED, "The time of the blacklist entry is over.")
                : Optional.empty();
    }

    /** A purpose that rests on consent alone, or that the person said no to, is not served by others either (R-PRE-4, R-5-1). */
    private Optional<Refusal> basis() {
        boolean byLaw = c.byLegalDocument()
                || c.evidence().namesLaw()
                || LegalDocument.complete(c).isEmpty()
                || facts.recipientIsAuthority();
        boolean consentOnly = facts.catalogue()
                .purpose(c.purpose())
                .map(Purpose::bases)
                .filter(List.of("CONSENT")::equals)
                .isPresent();
        return !byLaw && (consentOnly || consents.refused()) && !consents.any()
                ? refuse(ProblemCode.CONSENT_REQUIRED, "The person has not consented to the purpose.")
                : Optional.empty();
    }

    private Optional<Refusal> assessment() {
        return facts.assessed() || c.byLegalDocument()
                ? Optional.empty()
                : refuse(ProblemCode.IMPACT_ASSESSMENT_REQUIRED, "No impact assessment covers this (PIPL art. 55).");
    }

    private SharingVerdict permitted() {
        List<String> categories = c.byLegalDocument() ? LegalDocument.demanded(c) : c.categories();
        return new SharingVerdict.Permitted(
                categories, consents.writtenNaming().or(consents::naming).orElse(null));
    }

    private static Optional<Refusal> refuse(ProblemCode code, String detail) {
        return Optional.of(Refusal.of(code, detail));
    }
}
