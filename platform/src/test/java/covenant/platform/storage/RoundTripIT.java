package covenant.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import covenant.testing.CovenantServers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class RoundTripIT {
    private static final String ADD =
            "insert into trip (step, note, tags, id, at, day, flag, bytes) values (?, ?, ?, ?, ?, ?, ?, ?)";

    @Inject
    AgroalDataSource dataSource;

    /** Few go together, many in batches: the effect is the same, also when the driver has them prepared on the server. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 40})
    void statementsTakeEffectInTheirOrder(int rows) throws SQLException {
        try (Connection connection = ready()) {
            for (int time = 0; time < 8; time++) {
                RoundTrip trip = new RoundTrip();
                IntStream.range(0, rows).forEach(step -> add(trip, step, "first"));
                IntStream.range(0, rows)
                        .forEach(step -> trip.statement("update trip set note = ? where step = ?")
                                .text("second")
                                .number(step));
                trip.statement("delete from trip where step = ?").number(rows - 1);
                trip.execute(connection);
                assertThat(notes(connection)).hasSize(rows - 1).allMatch("second"::equals);
                try (Statement clear = connection.createStatement()) {
                    clear.execute("delete from trip");
                }
            }
            connection.rollback();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 40})
    void oneThatFailsFailsTheTransaction(int rows) throws SQLException {
        try (Connection connection = ready()) {
            RoundTrip trip = new RoundTrip();
            IntStream.range(0, rows).forEach(step -> add(trip, step, "kept"));
            add(trip, 0, "the same step again");
            assertThatThrownBy(() -> trip.execute(connection)).isInstanceOf(SQLException.class);
            connection.rollback();
        }
    }

    private static void add(RoundTrip trip, int step, String note) {
        boolean odd = step % 2 == 1;
        trip.statement(ADD)
                .number(step)
                .text(note)
                .texts(odd ? List.of() : List.of("a", "b;c", "d?"))
                .id(odd ? null : UUID.randomUUID())
                .instant(odd ? null : Instant.EPOCH)
                .date(odd ? null : LocalDate.EPOCH)
                .flag(odd)
                .bytes(odd ? null : new byte[] {1});
    }

    private Connection ready() throws SQLException {
        Connection connection = dataSource.getConnection();
        connection.setAutoCommit(false);
        try (Statement create = connection.createStatement()) {
            create.execute(
                    "create temp table if not exists trip (step int primary key, note text, tags text[] not null,"
                            + " id uuid, at timestamptz, day date, flag boolean, bytes bytea) on commit drop");
        }
        return connection;
    }

    private static List<String> notes(Connection connection) throws SQLException {
        List<String> notes = new ArrayList<>();
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery("select note from trip order by step")) {
            while (rows.next()) {
                notes.add(rows.getString(1));
            }
        }
        return notes;
    }
}
