package covenant.audit.report;

import covenant.audit.log.NoteSigner;
import covenant.audit.log.SignedNote;
import covenant.audit.log.TreeHash;
import covenant.audit.reading.Period;
import covenant.audit.verification.IntegrityCheck.Verified;
import java.util.List;
import java.util.Map;

/**
 * What a compliance audit gets signed (PIPL 54, R-GAP-9): which entries there are in the period, of which types, that the log was verified, and
 * the proof that binds them to the signed head. An entry that is taken out of the package leads to another root.
 *
 * <p>Its first line is never the origin of a log, so the note cannot be taken for a checkpoint, though the same key signs both.
 *
 * @param size of the log, as the checkpoint signs it
 * @param first entry of the run that holds all entries of the period
 * @param end one past its last
 * @param counts entries of the period by type, sorted by type
 * @param proof hashes around the run, as {@link covenant.audit.log.RangeProof}
 */
record AuditPackage(
        String origin,
        Period period,
        long size,
        long first,
        long end,
        Map<String, Long> counts,
        List<TreeHash> proof,
        Verified verified) {

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** @param reportSha256 of the report that comes with it, hex */
    String manifest(NoteSigner signer, String reportSha256) {
        StringBuilder text = new StringBuilder("covenant-compliance-audit@v1\n");
        line(text, "log", origin);
        line(text, "from", period.from() == null ? "-" : period.from());
        line(text, "to", period.to() == null ? "-" : period.to());
        line(text, "checkpoint", size);
        line(text, "verified", verified.ok() ? "ok" : "failed");
        line(text, "run", first + " " + end);
        line(text, "report", reportSha256);
        counts.forEach((type, number) -> line(text, "count", number + " " + type));
        proof.forEach(hash -> line(text, "around", hash.toBase64()));
        return SignedNote.sign(text.toString(), signer).format();
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(name).append(' ').append(value).append('\n');
    }
}
