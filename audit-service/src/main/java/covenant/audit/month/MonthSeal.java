package covenant.audit.month;

import covenant.audit.ledger.Halts;
import covenant.audit.ledger.TileRows;
import covenant.audit.log.Checkpoint;
import covenant.audit.log.NoteSigner;
import covenant.audit.log.TileHashes;
import covenant.audit.log.TreeHash;
import covenant.audit.reading.Heads;
import covenant.platform.problem.ProblemMappers;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Closes each month once it is over: its entries, and the root of the tree at its end, signed, are never changed; and a partition of its own, so
 * that it can go as a whole when its time is over (see {@link MonthRemoval}).
 */
@ApplicationScoped
public class MonthSeal {

    private static final Logger LOG = Logger.getLogger(MonthSeal.class);
    private static final int AT_ONCE = 120;

    private final Jdbi jdbi;
    private final AgroalDataSource dataSource;
    private final Heads heads;
    private final Halts halts;
    private final NoteSigner signer;
    private final CovenantClock clock;

    MonthSeal(
            Jdbi jdbi, AgroalDataSource dataSource, Heads heads, Halts halts, NoteSigner signer, CovenantClock clock) {
        this.jdbi = jdbi;
        this.dataSource = dataSource;
        this.heads = heads;
        this.halts = halts;
        this.signer = signer;
        this.clock = clock;
    }

    private record Open(YearMonth month, long first) {}

    @Scheduled(every = "10m", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        seal(clock.now());
        cut();
    }

    /** Gives closed months their own partitions. A long read of the log puts it off to the next time: nothing depends on it but the removal. */
    void cut() {
        try {
            jdbi.useHandle(handle -> handle.createQuery("select cut_months()")
                    .mapTo(Integer.class)
                    .one());
        } catch (JdbiException e) {
            LOG.infof("Closed months get their partitions later: %s", ProblemMappers.describe(e));
        }
    }

    /** Closes the months that are over at {@code now}; a halted log closes none. */
    @Transactional
    void seal(Instant now) {
        if (halts.halted()) {
            return;
        }
        long size = heads.latest().size();
        jdbi.useHandle(handle -> {
            Optional<Open> open = open(handle);
            for (int i = 0; i < AT_ONCE && open.isPresent(); i++) {
                Instant end = LegalCalendar.startOfDay(
                        open.get().month().plusMonths(1).atDay(1));
                open = end.isAfter(now) ? Optional.empty() : Optional.of(close(handle, open.get(), end, size));
            }
        });
    }

    /** The month after the last closed one; at the beginning that of the first entry. */
    private static Optional<Open> open(Handle handle) {
        return handle.createQuery("select month, size from log_month order by month desc limit 1")
                .map((row, context) -> new Open(
                        YearMonth.from(row.getDate("month").toLocalDate()).plusMonths(1), row.getLong("size")))
                .findOne()
                .or(() -> handle.createQuery("select logged_at from entry order by index limit 1")
                        .map((row, context) -> new Open(
                                YearMonth.from(LegalCalendar.dayOf(
                                        row.getTimestamp("logged_at").toInstant())),
                                0))
                        .findOne());
    }

    private Open close(Handle handle, Open open, Instant end, long size) {
        long until = handle.createQuery("""
                        select coalesce((select index from entry where index >= :first and logged_at >= :end
                            order by index limit 1), :size)""")
                .bind("first", open.first())
                .bind("end", OffsetDateTime.ofInstant(end, ZoneOffset.UTC))
                .bind("size", size)
                .mapTo(Long.class)
                .one();
        TreeHash root = root(until);
        handle.createUpdate("""
                        insert into log_month (month, first, size, root, note) values (:month, :first, :size, :root, :note)
                        on conflict do nothing""")
                .bind("month", open.month().atDay(1))
                .bind("first", open.first())
                .bind("size", until)
                .bind("root", root.toBytes())
                .bind(
                        "note",
                        new Checkpoint(signer.key().name(), until, root)
                                .sign(signer)
                                .format())
                .execute();
        return new Open(open.month().plusMonths(1), until);
    }

    private TreeHash root(long size) {
        try (Connection connection = dataSource.getConnection()) {
            TileRows rows = new TileRows(connection);
            return new TileHashes(size, tile -> {
                        try {
                            return rows.hashes(tile);
                        } catch (SQLException e) {
                            throw new IllegalStateException("the tiles of the month cannot be read", e);
                        }
                    })
                    .root(size);
        } catch (SQLException e) {
            throw new IllegalStateException("the tiles of the month cannot be read", e);
        }
    }
}
