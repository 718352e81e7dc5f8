package covenant.request.erasure;

import covenant.contracts.HolderAckEvent;
import covenant.contracts.HolderAckEvent.ErasureOutcome;
import covenant.contracts.HolderOrderEvent;
import covenant.platform.crypto.SubjectKeys;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.time.CovenantClock;
import covenant.request.decision.Instructions;
import covenant.request.decision.ProposalStore;
import covenant.request.decision.RefusalStore;
import covenant.request.facts.FactStore;
import covenant.request.facts.PolicyFacts;
import covenant.request.order.DeliveryStore;
import covenant.request.request.RequestStore;
import covenant.request.verification.VerificationStore;
import covenant.request.view.DataViewStore;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * This service holds proofs of identity and what people wrote; it obeys orders like every holder (requirements 0.2). What
 * is left of an erased person are pseudonymous facts: that there was a request, when it was answered and how.
 */
@ApplicationScoped
public class OwnErasure {
    public static final String HOLDER_ID = "data-subject-request-service";
    private static final String PROOF = "identity.document_photo";
    private static final String CONTENT = "service.complaint_content";

    private final VerificationStore proofs;
    private final RequestStore requests;
    private final RefusalStore refusals;
    private final ProposalStore proposals;
    private final DeliveryStore deliveries;
    private final DataViewStore views;
    private final FactStore facts;
    private final PolicyFacts policies;
    private final Instructions instructions;
    private final SubjectKeys keys;
    private final Outbox outbox;
    private final CovenantClock clock;

    OwnErasure(
            VerificationStore proofs,
            RequestStore requests,
            RefusalStore refusals,
            ProposalStore proposals,
            DeliveryStore deliveries,
            DataViewStore views,
            FactStore facts,
            PolicyFacts policies,
            Instructions instructions,
            SubjectKeys keys,
            Outbox outbox,
            CovenantClock clock) {
        this.proofs = proofs;
        this.requests = requests;
        this.refusals = refusals;
        this.proposals = proposals;
        this.deliveries = deliveries;
        this.views = views;
        this.facts = facts;
        this.policies = policies;
        this.instructions = instructions;
        this.keys = keys;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Erases what was ordered and confirms it; repeated, there is nothing left, and that is confirmed. */
    public void erase(HolderOrderEvent.ErasureOrdered order) {
        int records = 0;
        if (order.categories().contains(PROOF)) {
            records += proofs.eraseProofsOf(order.subjectId());
        }
        if (order.categories().contains(CONTENT)) {
            records += requests.eraseContent(order.subjectId());
        }
        outbox.append(EventDraft.about(
                order.subjectId(),
                HOLDER_ID + "-" + order.orderId(),
                new HolderAckEvent.ErasureConfirmed(
                        order.orderId(),
                        HOLDER_ID,
                        records == 0 ? ErasureOutcome.NOTHING_HELD : ErasureOutcome.ERASED,
                        records,
                        clock.now())));
    }

    /** The person is erased: her key is destroyed, and what it opened is deleted as well. */
    public void shred(String subjectId) {
        keys.shred(subjectId);
        proofs.eraseProofsOf(subjectId);
        requests.unseal(subjectId);
        refusals.unseal(subjectId);
        proposals.unseal(subjectId);
        views.forget(subjectId);
        deliveries.forget(subjectId);
        facts.forget(subjectId);
        policies.forget(subjectId);
        instructions.forget(subjectId);
    }
}
