package covenant.audit.verification;

import covenant.contracts.AuditEvent.IntegrityFailure;

/**
 * Something that is wrong.
 *
 * @param entry the first entry that it can be
 * @param last the last entry that it can be: the same, unless only a hash over many is known to be wrong
 * @param problem what, without content of the entry
 */
record Finding(IntegrityFailure failure, long entry, long last, String problem) {

    static Finding ofEntry(IntegrityFailure failure, long entry, String problem) {
        return new Finding(failure, entry, entry, problem);
    }

    /** A hash over the entries from {@code from} to before {@code to} is not what was stored or signed. */
    static Finding ofRange(long from, long to, String problem) {
        return new Finding(IntegrityFailure.ROOT_MISMATCH, from, Math.max(from, to - 1), problem);
    }
}
