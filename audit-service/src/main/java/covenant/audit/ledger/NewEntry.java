package covenant.audit.ledger;

import covenant.audit.entry.Leaf;
import covenant.audit.entry.Sealer.Ready;
import covenant.audit.log.TreeHash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the log, about to be written.
 *
 * @param fields what the leaf says
 * @param leaf exact bytes that are hashed
 * @param sealed encrypted details, absent if the person was erased before
 */
record NewEntry(long index, Leaf fields, byte[] payloadMac, byte[] leaf, TreeHash hash, byte @Nullable [] sealed) {

    static NewEntry of(long index, Ready ready, Instant loggedAt) {
        Leaf fields = ready.draft().leaf(loggedAt);
        byte[] leaf = fields.toBytes();
        return new NewEntry(index, fields, ready.draft().payloadMac(), leaf, TreeHash.ofLeaf(leaf), ready.details());
    }
}
