package covenant.audit.ledger;

import covenant.audit.entry.Drafts.Draft;
import covenant.audit.entry.Leaf;
import covenant.audit.log.TreeHash;
import org.jspecify.annotations.Nullable;

/**
 * A row of the log, about to be written.
 *
 * @param leaf exact bytes that are hashed
 * @param sealed encrypted details, absent if the person was erased before
 */
record NewEntry(long index, Draft draft, byte[] leaf, TreeHash hash, byte @Nullable [] sealed) {

    Leaf fields() {
        return draft.leaf();
    }
}
