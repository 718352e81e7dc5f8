package covenant.consent.holder;

import covenant.contracts.RetentionEvent.RecipientErasureOverdue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * A recipient that stays silent on an order to erase, through every reminder, is given nothing more until a person lifts the
 * suspension (policy 5.2, R-5.2-6). Authorities are not cut off: what goes to them, a law demands.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class SilentRecipients {
    static final String REASON = "silent on an order to erase";

    private final HolderStore store;
    private final HolderService service;

    SilentRecipients(HolderStore store, HolderService service) {
        this.store = store;
        this.service = service;
    }

    /** Being late alone suspends nobody; only its escalation does, and again after a lift if another order is escalated. */
    public void overdue(RecipientErasureOverdue overdue) {
        if (overdue.escalated()) {
            store.lock(overdue.holderId())
                    .filter(holder -> !holder.authority())
                    .ifPresent(holder -> service.suspend(overdue.holderId(), REASON));
        }
    }
}
