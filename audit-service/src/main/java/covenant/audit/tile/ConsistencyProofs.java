package covenant.audit.tile;

import covenant.audit.log.TreeHash;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Proofs that the log only grew, from its stored tiles. */
@ApplicationScoped
public class ConsistencyProofs {

    private final TileStore store;

    ConsistencyProofs(TileStore store) {
        this.store = store;
    }

    /**
     * That the tree of {@code oldSize} entries is a prefix of that of {@code size} (RFC 6962 section 2.1.2).
     *
     * @throws covenant.audit.log.LogFormatException if tiles are missing, or the sizes are none of this log's
     */
    public List<TreeHash> between(long oldSize, long size) {
        return store.consistency(oldSize, size);
    }

    /** That the entries {@code from <= index < to} are in the tree of {@code size}: see {@link covenant.audit.log.RangeProof}. */
    public List<TreeHash> around(long from, long to, long size) {
        return store.range(from, to, size);
    }
}
