package covenant.audit.evidence;

import covenant.audit.entry.PersonKeys;
import covenant.audit.entry.PersonKeys.Details;
import covenant.audit.entry.PersonKeys.Opened;
import covenant.audit.entry.Sealed;
import covenant.audit.ledger.TileRows;
import covenant.audit.log.MerkleProofs;
import covenant.audit.log.SignedNote;
import covenant.audit.log.TileHashes;
import covenant.audit.log.TlogProof;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a person's entries with their proofs, all against one checkpoint. */
@ApplicationScoped
class EvidenceStore {

    private static final String ENTRIES =
            "select index, leaf, sealed from entry where subject = ? and index > ? and index < ? order by index limit ?";

    private final AgroalDataSource dataSource;
    private final PersonKeys keys;

    EvidenceStore(AgroalDataSource dataSource, PersonKeys keys) {
        this.dataSource = dataSource;
        this.keys = keys;
    }

    /** The head that all proofs refer to. */
    record Head(long size, String note) {}

    /**
     * @param salt hex
     * @param sealed text behind the commitment
     */
    record Opening(String salt, String sealed) {}

    /** @param opening absent if the person was erased */
    record Item(long index, byte[] leaf, @Nullable Opening opening, String proof) {}

    private record Row(long index, byte[] leaf, byte @Nullable [] sealed) {}

    Optional<Head> head() {
        return read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                            "select size, note from checkpoint order by size desc limit 1");
                    ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(new Head(row.getLong(1), row.getString(2))) : Optional.empty();
            }
        });
    }

    List<Item> page(String subject, Head head, long after, int limit) {
        return read(connection -> {
            List<Row> rows = rows(connection, subject, head, after, limit);
            List<Opened> opened = keys.open(
                    rows.stream().map(row -> new Details(subject, row.sealed())).toList());
            TileRows tileRows = new TileRows(connection);
            TileHashes hashes = new TileHashes(head.size(), tile -> unchecked(() -> tileRows.hashes(tile)));
            SignedNote note = SignedNote.parse(head.note());
            List<Item> items = new ArrayList<>(rows.size());
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                TlogProof proof =
                        new TlogProof(row.index(), MerkleProofs.inclusion(row.index(), head.size(), hashes), note);
                items.add(new Item(row.index(), row.leaf(), opening(opened.get(i)), proof.format()));
            }
            return items;
        });
    }

    private static List<Row> rows(Connection connection, String subject, Head head, long after, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ENTRIES)) {
            select.setString(1, subject);
            select.setLong(2, after);
            select.setLong(3, head.size());
            select.setInt(4, limit);
            List<Row> rows = new ArrayList<>();
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    rows.add(new Row(found.getLong(1), found.getBytes(2), found.getBytes(3)));
                }
            }
            return rows;
        }
    }

    private static @Nullable Opening opening(Opened opened) {
        return switch (opened) {
            case Opened.Readable readable -> {
                Sealed sealed = Sealed.parse(readable.details());
                yield new Opening(HexFormat.of().formatHex(sealed.salt()), sealed.text());
            }
            case Opened.Erased erased -> null;
            case Opened.Unreadable unreadable -> null;
        };
    }

    private interface Read<T> {
        T from(Connection connection) throws SQLException;
    }

    private interface Query<T> {
        T run() throws SQLException;
    }

    private <T> T read(Read<T> read) {
        return unchecked(() -> {
            try (Connection connection = dataSource.getConnection()) {
                return read.from(connection);
            }
        });
    }

    private static <T> T unchecked(Query<T> query) {
        try {
            return query.run();
        } catch (SQLException e) {
            throw new EvidenceUnavailableException(e);
        }
    }

    /** The database failed. */
    static final class EvidenceUnavailableException extends RuntimeException {
        EvidenceUnavailableException(SQLException cause) {
            super("storage of the log", cause);
        }
    }
}
