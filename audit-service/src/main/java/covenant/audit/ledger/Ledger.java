package covenant.audit.ledger;

import covenant.audit.entry.Drafts;
import covenant.audit.entry.Drafts.Draft;
import covenant.audit.entry.Fact;
import covenant.audit.entry.Sealer;
import covenant.audit.entry.Sealer.Ready;
import covenant.audit.ledger.LedgerRows.EventKey;
import covenant.audit.ledger.LedgerRows.Head;
import covenant.audit.log.Checkpoint;
import covenant.audit.log.LogFormatException;
import covenant.audit.log.NoteSigner;
import covenant.audit.log.SignedNote;
import covenant.audit.log.TreeEdge;
import covenant.audit.log.TreeHash;
import covenant.platform.time.CovenantClock;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one sequencer of the log.
 *
 * <p>Whoever appends holds a database lock that ends with the transaction, and reads the head inside it: a second sequencer waits, and one
 * that was cut off cannot write any more. The edge of the tree that is kept in memory between batches counts only if it is the head that the
 * database knows. The primary key of the entries is the last fence.
 */
@ApplicationScoped
public class Ledger {

    private static final int AT_ONCE = 128;

    private final AgroalDataSource dataSource;
    private final Drafts drafts;
    private final Sealer sealer;
    private final NoteSigner signer;
    private final CovenantClock clock;
    private final SigningGate gate;
    private final TransactionSynchronizationRegistry transactions;
    private final AtomicLong committed = new AtomicLong();
    private volatile @Nullable TreeEdge lastEdge;

    Ledger(
            AgroalDataSource dataSource,
            Drafts drafts,
            Sealer sealer,
            NoteSigner signer,
            CovenantClock clock,
            SigningGate gate,
            TransactionSynchronizationRegistry transactions) {
        this.dataSource = dataSource;
        this.drafts = drafts;
        this.sealer = sealer;
        this.signer = signer;
        this.clock = clock;
        this.gate = gate;
        this.transactions = transactions;
    }

    /**
     * As {@link #appendSealed}, for a few. Keys that are made for them are made under the log's lock: held the other way round, the keys would be
     * what a sequencer waits for that erases.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<Outcome> append(List<Fact> facts) {
        return underLock(() -> sealer.seal(facts.stream().map(drafts::draft).toList()));
    }

    /**
     * Appends what is new, in order, and signs the new head; all in the caller's transaction. The clock is read under the lock: a sequencer's
     * instants follow the order of the log.
     *
     * @return what became of each fact, in the same order
     * @throws LedgerBrokenException if the stored tree does not hash to the signed root
     * @throws LedgerHaltedException if a check failed before and the log was not repaired
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<Outcome> appendSealed(List<Ready> arrived) {
        return underLock(() -> arrived);
    }

    private List<Outcome> underLock(Supplier<List<Ready>> arrivals) {
        gate.pass();
        try (Connection connection = dataSource.getConnection()) {
            LedgerRows rows = new LedgerRows(connection);
            rows.lock();
            if (rows.halted()) {
                throw new LedgerHaltedException();
            }
            List<Ready> arrived = arrivals.get();
            TreeEdge edge = edge(connection, rows).copy();
            List<Ready> fresh = new ArrayList<>(arrived.size());
            List<Outcome> outcomes = place(arrived, rows.known(arrived), edge.size(), fresh);
            write(rows, edge, fresh);
            return outcomes;
        } catch (SQLException e) {
            throw new StorageException(e);
        }
    }

    /** Signs the empty log once, so that there is a checkpoint from the first day. */
    @Transactional
    public void open() {
        append(List.of());
    }

    private TreeEdge edge(Connection connection, LedgerRows rows) throws SQLException {
        Head head = rows.head().orElse(new Head(0, TreeHash.EMPTY_ROOT, ""));
        if (head.size() < committed.get()) {
            throw new LedgerBrokenException("the log is shorter than what was committed and signed before");
        }
        TreeEdge known = lastEdge;
        if (known != null && known.size() == head.size() && known.root().equals(head.root())) {
            return known;
        }
        try {
            TreeEdge stored = new TileRows(connection).edge(head.size());
            if (stored.root().equals(signedRoot(head))) {
                return stored;
            }
        } catch (LogFormatException e) {
            throw new LedgerBrokenException("the stored tree is not in form: " + e.getMessage());
        }
        throw new LedgerBrokenException("the stored tree does not hash to the signed root");
    }

    /** What was signed counts, not the column beside it: whoever can write both cannot sign. */
    private TreeHash signedRoot(Head head) {
        if (head.note().isEmpty()) {
            return TreeHash.EMPTY_ROOT;
        }
        Checkpoint signed = Checkpoint.open(SignedNote.parse(head.note()), signer.key());
        if (signed.size() != head.size()) {
            throw new LogFormatException("the newest checkpoint is not the one that was signed");
        }
        return signed.root();
    }

    /** Gives a place to each fact that is new, within the batch too. */
    private static List<Outcome> place(List<Ready> arrived, Map<EventKey, byte[]> known, long size, List<Ready> fresh) {
        List<Outcome> outcomes = new ArrayList<>(arrived.size());
        for (Ready ready : arrived) {
            Draft draft = ready.draft();
            byte[] before = known.putIfAbsent(EventKey.of(draft), draft.payloadMac());
            if (before == null) {
                outcomes.add(new Outcome.Logged(size + fresh.size()));
                fresh.add(ready);
            } else {
                outcomes.add(
                        Arrays.equals(before, draft.payloadMac()) ? new Outcome.Duplicate() : new Outcome.IdReused());
            }
        }
        return outcomes;
    }

    private void write(LedgerRows rows, TreeEdge edge, List<Ready> fresh) throws SQLException {
        if (fresh.isEmpty() && (edge.size() > 0 || rows.head().isPresent())) {
            lastEdge = edge;
            return;
        }
        List<TreeEdge.FullTile> full = new ArrayList<>();
        rows.insertEvents(fresh);
        rows.insertEntries(entries(edge, fresh, full));
        rows.insertTiles(full);
        Checkpoint head = new Checkpoint(signer.key().name(), edge.size(), edge.root());
        rows.insertCheckpoint(head, head.sign(signer));
        lastEdge = edge;
        remember(edge.size());
    }

    /** The rows, each made when it is asked for: the database works on some while others are hashed, on all processors. */
    private Stream<NewEntry> entries(TreeEdge edge, List<Ready> fresh, List<TreeEdge.FullTile> full) {
        long size = edge.size();
        Instant loggedAt = clock.now();
        return IntStream.iterate(0, from -> from < fresh.size(), from -> from + AT_ONCE)
                .mapToObj(from -> IntStream.range(from, Math.min(from + AT_ONCE, fresh.size()))
                        .parallel()
                        .mapToObj(i -> NewEntry.of(size + i, fresh.get(i), loggedAt))
                        .toList())
                .flatMap(List::stream)
                .map(entry -> {
                    edge.append(entry.hash(), full);
                    return entry;
                });
    }

    /** A log that is shorter than this service itself made it was cut off meanwhile; what was rolled back does not count. */
    private void remember(long size) {
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // Only the outcome matters.
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    committed.accumulateAndGet(size, Math::max);
                }
            }
        });
    }

    /** The database failed: the caller's transaction must roll back, and may be tried again. */
    public static final class StorageException extends RuntimeException {
        StorageException(SQLException cause) {
            super("storage of the log", cause);
        }
    }
}
