package covenant.retention.erasure;

import io.quarkus.arc.Arc;

/** Looks into the ledger's copy. */
final class LedgerProbe {
    private LedgerProbe() {}

    static boolean has(String subjectId) {
        return !Arc.container().instance(Ledger.class).get().of(subjectId).isEmpty();
    }
}
