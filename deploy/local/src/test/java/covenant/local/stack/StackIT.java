package covenant.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import covenant.local.client.Poll;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StackIT {

    @TempDir
    static Path directory;

    private static Installation installation;
    private static DataDirectory data;
    private static StackPorts ports;
    private static Stack stack;
    private static final List<String> reported = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void start() {
        installation = StubService.installation(directory.resolve("home"));
        data = DataDirectory.at(directory.resolve("data"));
        ports = StackPorts.free();
        stack = up(false);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static Stack up(boolean clean) {
        Stack started = Stack.prepare(installation, data, ports, clean, line -> {});
        started.start();
        return started;
    }

    @Test
    @Order(1)
    void everyProcessIsDescribedForTheOtherCommands() {
        StackDescription description = StackDescription.of(data).orElseThrow();
        assertThat(description.isReady()).isTrue();
        assertThat(description.ports()).isEqualTo(ports);
        assertThat(description.processes())
                .containsKeys("consent-service", "audit-service", "Kafka", "PostgreSQL", "SMTP sink", "Witness")
                .hasSize(9);
    }

    @Test
    @Order(2)
    void everyServiceHasADatabaseThatItsPasswordOpens() throws SQLException {
        for (Service service : Service.values()) {
            try (Connection connection = login(service)) {
                assertThat(connection.getCatalog()).isEqualTo(service.database());
            }
        }
        try (Connection connection = login(Service.CONSENT)) {
            connection.createStatement().execute("CREATE TABLE kept (value TEXT)");
        }
    }

    @Test
    @Order(3)
    void secondStackOnTheSameDirectoryIsRefused() {
        assertThatThrownBy(() -> Stack.prepare(installation, data, StackPorts.free(), false, line -> {}))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("running")
                .hasMessageContaining("./covenant down");
    }

    @Test
    @Order(4)
    void takenPortIsNamedWithItsOwnerAndItsVariable() {
        DataDirectory other = DataDirectory.at(directory.resolve("other"));
        assertThatThrownBy(() -> Stack.prepare(installation, other, ports, false, line -> {}))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("Port " + ports.of(Service.RETENTION) + ", wanted by retention-service, is taken")
                .hasMessageContaining("COVENANT_RETENTION_PORT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"consent-service", "Kafka", "PostgreSQL"})
    @Order(5)
    void whatDiesIsReportedAndStartedAgain(String part) throws SQLException {
        if (part.equals("consent-service")) {
            new Supervisor(stack, reported::add).watch();
        }
        long pid = pid(part);

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        assertThat(Poll.until(
                        Duration.ofSeconds(60), () -> Optional.of(pid(part)).filter(now -> now != pid)))
                .isPresent();
        stack.kafka().awaitReady();
        stack.awaitReady(Service.CONSENT);
        login(Service.CONSENT).close();
        assertThat(reported).last().asString().contains(part + " ended by itself with exit code 137");
        assertThat(StackDescription.of(data).orElseThrow().exits()).containsEntry(part, 1);
    }

    @Test
    @Order(6)
    void stopEndsEveryProcessAndTheNextStartContinues() throws SQLException {
        List<Long> processes =
                List.copyOf(StackDescription.of(data).orElseThrow().processes().values());
        stack.close();
        assertThat(processes)
                .noneMatch(pid ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent());
        assertThat(StackDescription.of(data)).isEmpty();

        stack = up(false);

        try (Connection connection = login(Service.CONSENT)) {
            assertThat(connection
                            .createStatement()
                            .executeQuery("SELECT count(*) FROM kept")
                            .next())
                    .isTrue();
        }
    }

    @Test
    @Order(7)
    void cleanStartsAfresh() throws SQLException {
        stack.close();
        stack = up(true);
        try (Connection connection = login(Service.CONSENT)) {
            assertThatThrownBy(() -> connection.createStatement().executeQuery("SELECT count(*) FROM kept"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    @Order(8)
    void foreignDirectoryIsLeftAlone() throws Exception {
        Path foreign = Files.createDirectories(directory.resolve("foreign"));
        Files.writeString(foreign.resolve("letter.txt"), "mine");
        assertThatThrownBy(() ->
                        Stack.prepare(installation, DataDirectory.at(foreign), StackPorts.free(), true, line -> {}))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("nothing was touched");
        assertThat(foreign.resolve("letter.txt")).hasContent("mine");
    }

    @Test
    @Order(9)
    void missingServiceSaysHowToBuildIt() {
        assertThatThrownBy(() -> Stack.prepare(
                        new Installation(directory.resolve("nowhere")), data, StackPorts.free(), false, line -> {}))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("consent-service is not built")
                .hasMessageContaining("./mvnw -pl consent-service");
    }

    private static long pid(String name) {
        return StackDescription.of(data).orElseThrow().processes().get(name);
    }

    private static Connection login(Service service) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/" + service.database(),
                service.database(),
                stack.keys().password(service.database()));
    }
}
