package covenant.audit.verification;

import covenant.audit.log.Checkpoint;
import covenant.audit.log.LogFormatException;
import covenant.audit.log.SignedNote;
import covenant.audit.log.TileId;
import covenant.audit.log.TreeHash;
import covenant.audit.log.VerifierKey;
import covenant.platform.time.LegalCalendar;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Months whose entries were removed when their time was over: of those the tiles remain, and the root that was signed at their end. */
final class RemovedMonths {

    private static final int FLOOR_MONTHS = 36;

    private final Connection connection;
    private final List<Removed> months;
    private final Set<Long> ends;

    /**
     * @param first its first entry
     * @param size of the log at the month's end
     * @param note signed root at that size
     */
    private record Removed(YearMonth month, long first, long size, String note) {}

    RemovedMonths(Connection connection) throws SQLException {
        this.connection = connection;
        this.months = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                        "select r.month, r.first, r.size, m.note from log_removal r join log_month m using (month) order by r.month");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                months.add(new Removed(
                        YearMonth.from(rows.getDate(1).toLocalDate()),
                        rows.getLong(2),
                        rows.getLong(3),
                        rows.getString(4)));
            }
        }
        this.ends = months.stream().map(Removed::size).collect(Collectors.toSet());
    }

    /** The first entry that is still there. */
    long end() {
        return months.isEmpty() ? 0 : months.getLast().size();
    }

    /** As {@code 2026-11}, the oldest first. */
    List<String> names() {
        return months.stream().map(removed -> removed.month().toString()).toList();
    }

    /** The leaf hashes of a tile of the removed part; empty if the tile is missing. */
    List<TreeHash> hashes(long tile) throws SQLException {
        List<TreeHash> hashes = new ArrayList<>(TileId.FULL);
        try (PreparedStatement select =
                connection.prepareStatement("select hashes from tile where level = 0 and index = ?")) {
            select.setLong(1, tile);
            try (ResultSet row = select.executeQuery()) {
                byte[] bytes = row.next() ? row.getBytes(1) : new byte[0];
                for (int at = 0; at < bytes.length; at += TreeHash.BYTES) {
                    hashes.add(TreeHash.at(bytes, at));
                }
            }
        }
        return hashes;
    }

    /** Months that went before even the law's three years were over, by the time of the newest entry: no approval allows that. */
    List<Finding> tooEarly(Instant newest) {
        return months.stream()
                .filter(removed -> LegalCalendar.startOfDay(
                                removed.month().plusMonths(1 + FLOOR_MONTHS).atDay(1))
                        .isAfter(newest))
                .map(removed -> Finding.ofRange(
                        removed.first(), removed.size(), removed.month() + " was removed before its time"))
                .toList();
    }

    /** Whether a removed month ended with so many entries. */
    boolean endsAt(long size) {
        return ends.contains(size);
    }

    /** Whether every removed month that ended at this size has the signature of the log under this root. */
    boolean signed(long size, TreeHash root, VerifierKey key) {
        return months.stream()
                .filter(removed -> removed.size() == size)
                .allMatch(removed -> signs(removed.note(), size, root, key));
    }

    private static boolean signs(String note, long size, TreeHash root, VerifierKey key) {
        try {
            Checkpoint signed = Checkpoint.open(SignedNote.parse(note), key);
            return signed.size() == size && signed.root().equals(root);
        } catch (LogFormatException e) {
            return false;
        }
    }
}
