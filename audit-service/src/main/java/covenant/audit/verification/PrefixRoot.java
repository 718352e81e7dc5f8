package covenant.audit.verification;

import covenant.audit.log.TreeHash;
import java.util.ArrayDeque;
import java.util.Deque;

/** Root of a growing list of leaf hashes after any of them: one complete subtree per set bit of the size, the largest first. */
final class PrefixRoot {

    private final Deque<TreeHash> subtrees = new ArrayDeque<>();
    private long size;

    void append(TreeHash leafHash) {
        TreeHash hash = leafHash;
        for (int merge = Long.numberOfTrailingZeros(++size); merge > 0; merge--) {
            hash = TreeHash.ofNode(subtrees.pop(), hash);
        }
        subtrees.push(hash);
    }

    TreeHash root() {
        return subtrees.stream()
                .reduce((right, left) -> TreeHash.ofNode(left, right))
                .orElse(TreeHash.EMPTY_ROOT);
    }
}
