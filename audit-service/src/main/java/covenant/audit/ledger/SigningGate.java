package covenant.audit.ledger;

import jakarta.enterprise.context.ApplicationScoped;

/** Held shut while it is unknown whether the log may sign: at the start, until the witness was heard. Not a finding: nothing is raised. */
@ApplicationScoped
public class SigningGate {

    private volatile boolean shut;

    public void shut() {
        shut = true;
    }

    public void open() {
        shut = false;
    }

    /** @throws LedgerHaltedException while it is shut */
    void pass() {
        if (shut) {
            throw new LedgerHaltedException();
        }
    }
}
