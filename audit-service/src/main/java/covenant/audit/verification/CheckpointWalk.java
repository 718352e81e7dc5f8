package covenant.audit.verification;

import covenant.audit.log.Checkpoint;
import covenant.audit.log.LogFormatException;
import covenant.audit.log.SignedNote;
import covenant.audit.log.TreeHash;
import covenant.audit.log.VerifierKey;
import covenant.contracts.AuditEvent.IntegrityFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All heads that were ever signed, in order of size, beside the entries: each must sign the root that the entries before it have. */
final class CheckpointWalk {

    private static final int CHUNK = 512;
    private static final String SELECT =
            "select size, root, note from checkpoint where size > ? order by size limit " + CHUNK;

    private final Connection connection;
    private final VerifierKey key;
    private final Deque<Signed> waiting = new ArrayDeque<>();
    private long fetchedTo = -1;
    private Last last = new Last(0, "");

    /** @param valid whether the note is signed by the log's key and says what the row says */
    private record Signed(long size, byte[] root, boolean valid) {}

    /** The newest head. */
    record Last(long size, String root) {}

    CheckpointWalk(Connection connection, VerifierKey key) throws SQLException {
        this.connection = connection;
        this.key = key;
        fetch();
    }

    /** The entries before {@code size} were recomputed and have this root. */
    void reached(long size, TreeHash root, List<Finding> findings) throws SQLException {
        @Nullable Signed next = waiting.peek();
        while (next != null && next.size() <= size) {
            check(waiting.remove(), size, root, findings);
            if (waiting.isEmpty()) {
                fetch();
            }
            next = waiting.peek();
        }
    }

    /** There are no more entries than {@code size}. */
    void finish(long size, List<Finding> findings) throws SQLException {
        if (!waiting.isEmpty()) {
            findings.add(Finding.ofEntry(
                    IntegrityFailure.ENTRY_MISSING, size, "entries that were signed are missing at the end"));
        }
        while (!waiting.isEmpty()) {
            last = last(waiting.remove());
            if (waiting.isEmpty()) {
                fetch();
            }
        }
        if (last.size() < size) {
            findings.add(Finding.ofEntry(
                    IntegrityFailure.ROOT_MISMATCH, last.size(), "the entry is not covered by a signed checkpoint"));
        }
    }

    Last last() {
        return last;
    }

    private void check(Signed signed, long size, TreeHash root, List<Finding> findings) {
        long from = last.size();
        if (!signed.valid()) {
            findings.add(
                    Finding.ofRange(from, signed.size(), "the checkpoint of size " + signed.size() + " was changed"));
        } else if (signed.size() != size || !Arrays.equals(signed.root(), root.toBytes())) {
            findings.add(Finding.ofRange(
                    from,
                    signed.size(),
                    "entries before " + signed.size() + " do not hash to the root that was signed for them"));
        }
        last = last(signed);
    }

    private static Last last(Signed signed) {
        return new Last(signed.size(), Base64.getEncoder().encodeToString(signed.root()));
    }

    private record Row(long size, byte[] root, String note) {}

    private void fetch() throws SQLException {
        List<Row> rows = new ArrayList<>(CHUNK);
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setLong(1, fetchedTo);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    rows.add(new Row(found.getLong(1), found.getBytes(2), found.getString(3)));
                }
            }
        }
        if (!rows.isEmpty()) {
            fetchedTo = rows.getLast().size();
        }
        waiting.addAll(rows.parallelStream()
                .map(row -> new Signed(row.size(), row.root(), valid(row)))
                .toList());
    }

    private boolean valid(Row row) {
        try {
            Checkpoint signed = Checkpoint.open(SignedNote.parse(row.note()), key);
            return signed.size() == row.size() && signed.root().equals(TreeHash.of(row.root()));
        } catch (LogFormatException e) {
            return false;
        }
    }
}
