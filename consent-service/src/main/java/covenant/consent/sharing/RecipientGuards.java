package covenant.consent.sharing;

import covenant.consent.evidence.Evidence;
import covenant.consent.holder.RecipientCheck;
import covenant.contracts.HolderEntry;
import covenant.contracts.SharingEvent.Ground;
import covenant.contracts.SharingEvent.Kind;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What a recipient may get because of what it is, whatever the ground says. */
final class RecipientGuards {
    /** What a complaint hands over, and nothing more (R-1.2.4-2). */
    static final Set<String> COMPLAINT_CATEGORIES =
            Set.of("basic.name", "identity.national_id", "service.complaint_content");
    /** What a verifier of identities may be sent (R-1.2.1-3). */
    static final Set<String> VERIFIER_CATEGORIES =
            Set.of("basic.name", "basic.mobile_phone", "identity.national_id", "financial.bank_card");
    /** A person is told before a credit agency learns this (征信业管理条例 art. 15). */
    static final Set<String> NEGATIVE = Set.of("financial.overdue");

    private final SharingCommand c;
    private final SharingFacts facts;
    private final SharingConsents consents;
    private final Instant now;

    RecipientGuards(SharingCommand command, SharingFacts facts, SharingConsents consents, Instant now) {
        this.c = command;
        this.facts = facts;
        this.consents = consents;
        this.now = now;
    }

    /** Registered, under agreement, not suspended, in China or recorded, within its scope; what the law demands has a scope of its own. */
    Optional<Refusal> usable() {
        if (c.kind() == Kind.PUBLICATION) {
            return Optional.empty();
        }
        Optional<ProblemCode> against = c.byLegalDocument()
                ? RecipientCheck.usable(facts.recipient(), facts.today())
                : RecipientCheck.check(facts.recipient(), c.purpose(), c.categories(), facts.today());
        return against.map(code -> Refusal.of(code, "The recipient may not get this."));
    }

    Optional<Refusal> ceiling() {
        boolean complaint = c.ground() == Ground.DISPUTE_AT_REQUEST
                || Evidence.given(c.evidence().complaintId());
        if (!c.byLegalDocument() && complaint && facts.recipientIsAuthority()) {
            return within(COMPLAINT_CATEGORIES, "A complaint hands over name, ID number and its content.");
        }
        return !c.byLegalDocument() && facts.recipientIs(HolderEntry.Kind.IDENTITY_VERIFIER)
                ? within(VERIFIER_CATEGORIES, "A verifier gets name, phone, ID number and bank card.")
                : Optional.empty();
    }

    private Optional<Refusal> within(Set<String> ceiling, String detail) {
        return ceiling.containsAll(c.categories())
                ? Optional.empty()
                : Optional.of(Refusal.of(ProblemCode.RECIPIENT_SCOPE_EXCEEDED, detail));
    }

    /** A written consent, and for negative data a notice before (R-1.2.2-3). */
    Optional<Refusal> agency() {
        if (c.byLegalDocument() || !facts.recipientIs(HolderEntry.Kind.CREDIT_AGENCY)) {
            return Optional.empty();
        }
        if (consents.writtenNaming().isEmpty()) {
            return Optional.of(unwritten());
        }
        return c.categories().stream().anyMatch(NEGATIVE::contains) ? notified() : Optional.empty();
    }

    static Refusal unwritten() {
        return Refusal.of(
                ProblemCode.WRITTEN_CONSENT_REQUIRED, "A credit agency needs a written consent that names it.");
    }

    /** Storage abroad is allowed by a record; the person consents to it separately (PIPL art. 39). */
    Optional<Refusal> abroad() {
        boolean leavesChina =
                facts.recipient().map(RecipientCheck::storesAbroad).orElse(false);
        return leavesChina && !c.byLegalDocument() && consents.naming().isEmpty()
                ? Optional.of(Refusal.of(
                        ProblemCode.SEPARATE_CONSENT_REQUIRED,
                        "A separate consent that names the recipient abroad is missing."))
                : Optional.empty();
    }

    /** The person was told, before now. */
    Optional<Refusal> notified() {
        Instant delivered = c.evidence().noticeDeliveredAt();
        return delivered != null && delivered.isBefore(now)
                ? Optional.empty()
                : Optional.of(Refusal.of(ProblemCode.NOTICE_NOT_DELIVERED, "The person was not told before."));
    }
}
