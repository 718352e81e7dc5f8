package covenant.platform.crypto;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/** Table {@code subject_key}, in the caller's transaction. */
final class SubjectKeyStore {
    /** Class of this package's advisory locks ("KEYS" in ASCII); they never meet those of other packages. */
    private static final int LOCK_CLASS = 0x4B455953;

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int CREATION = 1;
    private static final int ROTATION = 2;

    private final Jdbi jdbi;

    SubjectKeyStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A person's row: a wrapped key, or none if it was shredded. */
    record Row(String subjectId, @Nullable WrappedKey key) {}

    Optional<Row> find(String subjectId) {
        return jdbi.withHandle(handle -> find(handle, subjectId));
    }

    Map<String, Row> find(Collection<String> subjectIds) {
        return jdbi.withHandle(handle -> find(handle, subjectIds));
    }

    private static Map<String, Row> find(Handle handle, Collection<String> subjectIds) {
        Map<String, Row> found = new HashMap<>();
        handle.createQuery("SELECT subject_id, wrapped_key, kek_version FROM subject_key WHERE subject_id = ANY(:ids)")
                .bindArray("ids", String.class, subjectIds)
                .map((row, context) -> row(row.getString(1), row.getBytes(2), row.getInt(3)))
                .forEach(row -> found.put(row.subjectId(), row));
        return found;
    }

    /** Makes the key and inserts it unless another did. The key is made under the lock that a rotation waits for. */
    Row create(String subjectId, Instant now, Supplier<WrappedKey> newKey) {
        return jdbi.withHandle(handle -> handle.isInTransaction()
                ? create(handle, subjectId, now, newKey)
                : handle.inTransaction(own -> create(own, subjectId, now, newKey)));
    }

    private static Row create(Handle handle, String subjectId, Instant now, Supplier<WrappedKey> newKey) {
        handle.execute("SELECT pg_advisory_xact_lock_shared(?, ?)", LOCK_CLASS, CREATION);
        WrappedKey key = newKey.get();
        handle.createUpdate("""
                        INSERT INTO subject_key (subject_id, wrapped_key, kek_version, created_at)
                        VALUES (:id, :key, :version, :now) ON CONFLICT (subject_id) DO NOTHING
                        """)
                .bind("id", subjectId)
                .bind("key", key.bytes())
                .bind("version", key.kekVersion())
                .bind("now", now)
                .execute();
        return find(handle, subjectId)
                .orElseThrow(() ->
                        new IllegalStateException("A subject key is not visible: isolation above READ COMMITTED?"));
    }

    /** As {@link #create} for many, in three round trips. Inserted in one order, so that two who make some of the same cannot wait for each other. */
    Map<String, Row> createAll(Collection<String> subjectIds, Instant now, Function<String, WrappedKey> newKey) {
        List<String> ids = subjectIds.stream().sorted().toList();
        return jdbi.withHandle(handle -> handle.isInTransaction()
                ? createAll(handle, ids, now, newKey)
                : handle.inTransaction(own -> createAll(own, ids, now, newKey)));
    }

    private static Map<String, Row> createAll(
            Handle handle, List<String> ids, Instant now, Function<String, WrappedKey> newKey) {
        handle.execute("SELECT pg_advisory_xact_lock_shared(?, ?)", LOCK_CLASS, CREATION);
        List<WrappedKey> keys = ids.parallelStream().map(newKey).toList();
        handle.createUpdate("""
                        INSERT INTO subject_key (subject_id, wrapped_key, kek_version, created_at)
                        SELECT id, decode(key, 'hex'), version, :now
                        FROM unnest(CAST(:ids AS text[]), CAST(:keys AS text[]), CAST(:versions AS int[])) AS made (id, key, version)
                        ON CONFLICT (subject_id) DO NOTHING
                        """)
                .bind("now", now)
                .bindArray("ids", String.class, ids)
                .bindArray(
                        "keys",
                        String.class,
                        keys.stream()
                                .map(key -> HexFormat.of().formatHex(key.bytes()))
                                .toList())
                .bindArray(
                        "versions",
                        Integer.class,
                        keys.stream().map(WrappedKey::kekVersion).toList())
                .execute();
        Map<String, Row> rows = find(handle, ids);
        if (rows.size() < ids.size()) {
            throw new IllegalStateException("A subject key is not visible: isolation above READ COMMITTED?");
        }
        return rows;
    }

    /**
     * Waits until every transaction that was creating a key has ended; later ones see the newest version of the KEK. Gives up before
     * PostgreSQL would look for deadlocks, so that it never makes another transaction the victim.
     *
     * @return false if it gave up: some such transaction is still open
     */
    boolean awaitCreations() {
        try {
            jdbi.useTransaction(handle -> {
                handle.execute("SET LOCAL lock_timeout = '500ms'");
                handle.execute("SELECT pg_advisory_xact_lock(?, ?)", LOCK_CLASS, CREATION);
            });
            return true;
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /** @return whether a key was destroyed now */
    boolean shred(String subjectId, Instant now) {
        return jdbi.withHandle(handle -> {
            if (destroyKey(handle, subjectId, now)) {
                return true;
            }
            handle.createUpdate("""
                            INSERT INTO subject_key (subject_id, kek_version, created_at, shredded_at)
                            VALUES (:id, 0, :now, :now) ON CONFLICT (subject_id) DO NOTHING
                            """).bind("id", subjectId).bind("now", now).execute();
            // The conflict may be with a key that another transaction committed just now.
            return destroyKey(handle, subjectId, now);
        });
    }

    private static boolean destroyKey(Handle handle, String subjectId, Instant now) {
        return handle.createUpdate("""
                        UPDATE subject_key SET wrapped_key = NULL, shredded_at = :now
                        WHERE subject_id = :id AND wrapped_key IS NOT NULL
                        """).bind("id", subjectId).bind("now", now).execute() > 0;
    }

    /** When the first of the keys was shredded that a copy could still open with this version or a newer one. */
    Optional<Instant> firstShreddedSince(int version) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT min(shredded_at) FROM subject_key WHERE shredded_at IS NOT NULL AND kek_version >= :version")
                .bind("version", version)
                .map((row, context) -> Optional.ofNullable(row.getTimestamp(1)).map(java.sql.Timestamp::toInstant))
                .one());
    }

    /** Whether a key that is needed is wrapped under a later version. */
    boolean hasLiveAfter(int version) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT EXISTS (SELECT FROM subject_key WHERE wrapped_key IS NOT NULL AND kek_version > :version)")
                .bind("version", version)
                .mapTo(Boolean.class)
                .one());
    }

    List<Row> liveBefore(int version, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT subject_id, wrapped_key, kek_version FROM subject_key
                        WHERE wrapped_key IS NOT NULL AND kek_version < :version LIMIT :limit
                        """)
                .bind("version", version)
                .bind("limit", limit)
                .map((row, context) -> row(row.getString(1), row.getBytes(2), row.getInt(3)))
                .list());
    }

    /** Replaces each key that is still as it was read; one shredded meanwhile stays shredded. */
    void replace(Map<Row, WrappedKey> rewrapped) {
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    UPDATE subject_key SET wrapped_key = :key, kek_version = :version
                    WHERE subject_id = :id AND wrapped_key = :was
                    """);
            rewrapped.forEach((row, key) -> {
                if (row.key() instanceof WrappedKey was) {
                    batch.bind("key", key.bytes())
                            .bind("version", key.kekVersion())
                            .bind("id", row.subjectId())
                            .bind("was", was.bytes())
                            .add();
                }
            });
            batch.execute();
        });
    }

    /** What the work says, or false without it if another replica is at it. */
    boolean exclusively(BooleanSupplier work) {
        return jdbi.withHandle(handle -> {
            if (!lock(handle, "pg_try_advisory_lock")) {
                return false;
            }
            try {
                return work.getAsBoolean();
            } finally {
                lock(handle, "pg_advisory_unlock");
            }
        });
    }

    private static boolean lock(Handle handle, String function) {
        return handle.createQuery("SELECT " + function + "(:class, :lock)")
                .bind("class", LOCK_CLASS)
                .bind("lock", ROTATION)
                .mapTo(Boolean.class)
                .one();
    }

    private static Optional<Row> find(Handle handle, String subjectId) {
        return handle.createQuery("SELECT wrapped_key, kek_version FROM subject_key WHERE subject_id = :id")
                .bind("id", subjectId)
                .map((row, context) -> row(subjectId, row.getBytes(1), row.getInt(2)))
                .findOne();
    }

    private static Row row(String subjectId, byte @Nullable [] key, int version) {
        return new Row(subjectId, key == null ? null : new WrappedKey(key, version));
    }
}
