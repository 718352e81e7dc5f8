package covenant.audit.month;

import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.UUID;
import org.postgresql.util.PSQLException;

/**
 * Drops the partition of the oldest month. The service's own role cannot: it may insert and select. This is done with the login of the log's owner,
 * and the database itself refuses what is too young, out of turn, or on persons who were not erased three years ago. Hashes, signed heads and the
 * month's signed root stay, so that every later proof goes on to hold.
 */
@ApplicationScoped
class MonthRemoval {

    /** What {@code raise exception} gives: a rule of the log forbids it. */
    private static final String FORBIDDEN = "P0001";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final OwnerLogin owner;

    MonthRemoval(OwnerLogin owner) {
        this.owner = owner;
    }

    /**
     * @return how many entries are gone
     * @throws RefusedException 409 with the reason, and nothing is changed
     */
    long remove(YearMonth month, Period kept, UUID approval, Instant now) {
        try (Connection connection = owner.connect();
                PreparedStatement remove =
                        connection.prepareStatement("select remove_month(?, cast(? as interval), ?, ?)")) {
            remove.setObject(1, month.atDay(1));
            remove.setString(2, kept.toString());
            remove.setObject(3, approval);
            remove.setObject(4, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
            try (ResultSet row = remove.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw refused(month, e);
        }
    }

    private static RuntimeException refused(YearMonth month, SQLException e) {
        if (FORBIDDEN.equals(e.getSQLState())) {
            String why = e instanceof PSQLException refusal && refusal.getServerErrorMessage() != null
                    ? refusal.getServerErrorMessage().getMessage()
                    : "a rule of the log forbids it";
            return new RefusedException(ProblemCode.STATE_CONFLICT, month + " cannot be removed: " + why + ".");
        }
        if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
            return new RefusedException(
                    ProblemCode.STATE_CONFLICT, "The log is being read from end to end; try again when that is over.");
        }
        return new IllegalStateException("the owner of the log could not remove a month", e);
    }
}
