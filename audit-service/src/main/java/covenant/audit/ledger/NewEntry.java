package covenant.audit.ledger;

import covenant.audit.entry.Drafts.Draft;
import covenant.audit.entry.Leaf;
import covenant.audit.log.TreeHash;
import org.jspecify.annotations.Nullable;

/**
 * A row of the log, about to be written.
 *
 * @param fields what the leaf says
 * @param leaf exact bytes that are hashed
 * @param sealed encrypted details, absent if the person was erased before
 */
record NewEntry(long index, Leaf fields, byte[] payloadMac, byte[] leaf, TreeHash hash, byte @Nullable [] sealed) {

    static NewEntry of(long index, Draft draft, Leaf fields, byte @Nullable [] sealed) {
        byte[] leaf = fields.toBytes();
        return new NewEntry(index, fields, draft.payloadMac(), leaf, TreeHash.ofLeaf(leaf), sealed);
    }
}
