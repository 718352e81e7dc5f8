package covenant.audit.evidence;

import covenant.audit.log.NoteSigner;
import covenant.audit.log.SignedNote;
import covenant.audit.log.TreeHash;

/**
 * What the file must hold, signed by the log: an entry that is taken out is missed.
 *
 * <p>Its first line is never the origin of a log, so it cannot be taken for a checkpoint, though the same key signs both.
 */
final class Manifest {

    private final StringBuilder text;

    Manifest(String origin, String subject, long checkpointSize) {
        this.text = new StringBuilder("covenant-evidence@v1\n")
                .append("log ")
                .append(origin)
                .append("\nsubject ")
                .append(subject)
                .append("\ncheckpoint ")
                .append(checkpointSize)
                .append('\n');
    }

    void add(long index, byte[] leaf) {
        text.append("entry ")
                .append(index)
                .append(' ')
                .append(TreeHash.ofLeaf(leaf).toHex())
                .append('\n');
    }

    String sign(NoteSigner signer) {
        return SignedNote.sign(text.toString(), signer).format();
    }
}
