package covenant.audit.verification;

import covenant.audit.entry.PersonKeys;
import covenant.audit.entry.Pseudonyms;
import covenant.audit.log.NoteSigner;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Runs a full check on one snapshot of the database, while the log goes on growing. */
@ApplicationScoped
public class Verification {

    private final AgroalDataSource dataSource;
    private final PersonKeys keys;
    private final EntryCheck entryCheck;
    private final NoteSigner signer;

    Verification(AgroalDataSource dataSource, PersonKeys keys, Pseudonyms pseudonyms, NoteSigner signer) {
        this.dataSource = dataSource;
        this.keys = keys;
        this.entryCheck = new EntryCheck(pseudonyms);
        this.signer = signer;
    }

    /**
     * What a check found.
     *
     * @param entries that the newest checkpoint covers
     * @param root that it signs, base64
     * @param first the earliest finding; empty if the log is in order
     * @param all up to ten thousand, in the order in which they were met
     * @param removedMonths of which only hashes and heads are left to be checked
     */
    record Result(long entries, String root, Optional<Finding> first, List<Finding> all, List<String> removedMonths) {}

    Result run() {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                return new LogWalk(connection, keys, entryCheck, signer.key()).run();
            } finally {
                connection.rollback();
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new VerificationFailedException(e);
        }
    }

    /** The check could not be carried out, which says nothing about the log. */
    static final class VerificationFailedException extends RuntimeException {
        VerificationFailedException(SQLException cause) {
            super("the log could not be read", cause);
        }
    }
}
