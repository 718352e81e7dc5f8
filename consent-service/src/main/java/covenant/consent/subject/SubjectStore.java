package covenant.consent.subject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import covenant.platform.storage.RoundTrip;
import covenant.platform.time.CovenantClock;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Table {@code subject_state}, by plain JDBC: it stands on the two hot paths, one statement each way. */
@ApplicationScoped
public class SubjectStore {
    /** An array costs more to read than all else in a row, and in most it is empty. */
    private static final String COLUMNS = "accepted_version, restricted, erased, minor,"
            + " nullif(restricted_categories, '{}') as restricted_categories, consents, refusals, marks";

    private static final String FIND = "select " + COLUMNS + " from subject_state where subject_id = ?";

    private static final String FIND_ALL =
            "select " + COLUMNS + ", subject_id from subject_state where subject_id = any(?)";

    private static final int SUBJECT_ID = 9;

    private static final int LOCK_SPACE = 0x5B1E;

    /** One round trip; the second statement sees what the writer before committed. */
    private static final String LOCK = "select pg_advisory_xact_lock(?, hashtext(?));\n" + FIND;

    private static final String SAVE = "insert into subject_state (subject_id, accepted_version, restricted,"
            + " restricted_categories, consents, refusals, changed_at, marks)"
            + " values (?, ?, ?, ?, cast(? as json), cast(? as json), ?, cast(? as json)) on conflict (subject_id) do update"
            + " set accepted_version = excluded.accepted_version, restricted = excluded.restricted,"
            + " restricted_categories = excluded.restricted_categories, consents = excluded.consents,"
            + " refusals = excluded.refusals, changed_at = excluded.changed_at, marks = excluded.marks";

    private static final String BIRTH_DATE = "insert into subject_state (subject_id, birth_date, minor, changed_at)"
            + " values (?, ?, ?, ?) on conflict (subject_id) do update"
            + " set birth_date = excluded.birth_date, minor = excluded.minor";

    private static final String ERASE = "insert into subject_state (subject_id, erased, restricted, changed_at)"
            + " values (?, true, true, ?) on conflict (subject_id) do update set erased = true, restricted = true,"
            + " accepted_version = null, birth_date = null, minor = false, marks = null, consents = '[]', refusals = '{}'";

    private final AgroalDataSource dataSource;
    private final ObjectMapper json;
    private final ObjectReader consents;
    private final ObjectReader words;
    private final ObjectReader marks;
    private final CovenantClock clock;

    SubjectStore(AgroalDataSource dataSource, ObjectMapper json, CovenantClock clock) {
        this.dataSource = dataSource;
        this.json = json;
        this.consents = json.readerFor(new TypeReference<List<LiveConsent>>() {});
        this.words = json.readerFor(new TypeReference<Map<String, LastWord>>() {});
        this.marks = json.readerFor(Marks.class);
        this.clock = clock;
    }

    /** One indexed read. */
    public SubjectState find(String subjectId) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setString(1, subjectId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? read(subjectId, row) : SubjectState.unknown(subjectId);
            }
        } catch (SQLException e) {
            throw new SubjectStoreException(e);
        }
    }

    /**
     * The state, locked until the transaction ends: everything that happens to a person happens in one order. Who writes a row of
     * this table has called it before.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public SubjectState lock(String subjectId) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setInt(1, LOCK_SPACE);
            lock.setString(2, subjectId);
            lock.setString(3, subjectId);
            lock.execute();
            lock.getMoreResults();
            try (ResultSet row = lock.getResultSet()) {
                return row.next() ? read(subjectId, row) : SubjectState.unknown(subjectId);
            }
        } catch (SQLException e) {
            throw new SubjectStoreException(e);
        }
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void save(SubjectState state) {
        RoundTrip trip = new RoundTrip();
        save(state, trip);
        execute(trip);
    }

    /** The same, sent along with what the caller writes: the caller executes the round trip in its transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void save(SubjectState state, RoundTrip trip) {
        trip.statement(SAVE)
                .text(state.subjectId())
                .number(state.acceptedVersion())
                .flag(state.restricted())
                .texts(List.copyOf(state.restrictedCategories()))
                .text(write(state.consents()))
                .text(write(state.lastWords()))
                .instant(clock.now())
                .text(state.marks().none() ? null : write(state.marks()));
    }

    private void execute(RoundTrip trip) {
        try (Connection connection = dataSource.getConnection()) {
            trip.execute(connection);
        } catch (SQLException e) {
            throw new SubjectStoreException(e);
        }
    }

    /** Many persons in one read, for batches of decisions. */
    public Map<String, SubjectState> findAll(Set<String> subjectIds) {
        Map<String, SubjectState> found = HashMap.newHashMap(subjectIds.size());
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(FIND_ALL)) {
            select.setArray(1, connection.createArrayOf("text", subjectIds.toArray(String[]::new)));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String subjectId = row.getString(SUBJECT_ID);
                    found.put(subjectId, read(subjectId, row));
                }
            }
        } catch (SQLException e) {
            throw new SubjectStoreException(e);
        }
        if (found.size() < subjectIds.size()) {
            subjectIds.forEach(id -> found.computeIfAbsent(id, SubjectState::unknown));
        }
        return found;
    }

    /** By the places of {@link #COLUMNS}: looking each name up took 2 % of a batch of decisions. */
    private SubjectState read(String subjectId, ResultSet row) throws SQLException {
        int version = row.getInt(1);
        Integer accepted = row.wasNull() ? null : version;
        return new SubjectState(
                subjectId,
                accepted,
                row.getBoolean(2),
                row.getBoolean(3),
                row.getBoolean(4),
                texts(row.getArray(5)),
                parse(consents, row.getString(6)),
                words(row.getString(7)),
                marks(row.getString(8)));
    }

    private static Set<String> texts(java.sql.@Nullable Array array) throws SQLException {
        return array == null ? Set.of() : Set.of((String[]) array.getArray());
    }

    private Map<String, LastWord> words(String text) {
        return text.equals("{}") ? Map.of() : parse(words, text);
    }

    private Marks marks(@Nullable String text) {
        return text == null ? Marks.NONE : parse(marks, text);
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("subject state", e);
        }
    }

    private static <T> T parse(ObjectReader reader, String text) {
        try {
            return reader.readValue(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("subject state", e);
        }
    }

    /** The row could not be read or written; its cause tells whether the database is away. */
    public static final class SubjectStoreException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SubjectStoreException(SQLException cause) {
            super("subject state", cause);
        }
    }

    /** For what is empty in most rows. */
    Optional<byte[]> birthDate(String subjectId) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select birth_date from subject_state where subject_id = ?")) {
            select.setString(1, subjectId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getBytes(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new SubjectStoreException(e);
        }
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void birthDate(String subjectId, byte[] ciphertext, boolean minor) {
        execute(new RoundTrip()
                .statement(BIRTH_DATE)
                .text(subjectId)
                .bytes(ciphertext)
                .flag(minor)
                .instant(clock.now()));
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void grownUp(String subjectId) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("update subject_state set minor = false where subject_id = ?")) {
            update.setString(1, subjectId);
            update.executeUpdate();
        } catch (SQLException e) {
            throw new SubjectStoreException(e);
        }
    }

    /** Persons under 18 when last looked at, in the order of their ids. */
    public List<String> minors(String after, int limit) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select subject_id from subject_state where minor"
                                + " and subject_id > ? order by subject_id limit ?")) {
            select.setString(1, after);
            select.setInt(2, limit);
            List<String> minors = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    minors.add(row.getString(1));
                }
            }
            return minors;
        } catch (SQLException e) {
            throw new SubjectStoreException(e);
        }
    }

    /** Forgets everything but that the person was erased. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void erase(String subjectId) {
        execute(new RoundTrip().statement(ERASE).text(subjectId).instant(clock.now()));
    }
}
