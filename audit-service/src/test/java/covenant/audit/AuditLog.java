package covenant.audit;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import covenant.contracts.Topic;
import covenant.testing.KafkaTap;
import covenant.testing.SharedServers;
import covenant.testing.Tokens;
import covenant.verifier.VerifyCommand;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the tests ask the running service, and do to its database. */
public final class AuditLog {

    public static final Duration SOON = Duration.ofSeconds(30);

    private AuditLog() {}

    /** Entries on a person, oldest first. */
    public static List<Map<String, Object>> entriesOn(String subjectId) {
        return query("subjectId", subjectId, "order", "asc", "limit", 500).getList("items");
    }

    public static JsonPath query(Object... parameters) {
        var request = given().auth().oauth2(Tokens.auditor());
        for (int i = 0; i < parameters.length; i += 2) {
            request.queryParam((String) parameters[i], parameters[i + 1]);
        }
        return request.get("/v1/entries").then().statusCode(200).extract().jsonPath();
    }

    public static List<Map<String, Object>> awaitEntries(String subjectId, int count) {
        return await("%d entries on %s".formatted(count, subjectId))
                .atMost(SOON)
                .until(() -> entriesOn(subjectId), entries -> entries.size() >= count);
    }

    /** Waits until nothing is on its way into the log: queries of earlier tests become entries too. */
    public static void awaitQuiet() {
        try (KafkaTap tap = new KafkaTap()) {
            await("the log to be quiet")
                    .atMost(SOON)
                    .until(() -> read(Long.class, "select count(*) from outbox") == 0
                            && tap.records(Topic.AUDIT).size()
                                    == read(
                                            Long.class,
                                            "select count(*) from entry where topic = ?",
                                            Topic.AUDIT.topicName()));
        }
    }

    /** Waits until it is so. */
    public static void awaitTrue(Callable<Boolean> condition) {
        await().atMost(SOON).until(condition);
    }

    public static JsonPath verify() {
        return given().auth()
                .oauth2(Tokens.auditor())
                .post("/v1/audit/verify")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Outcome of the independent verifier. */
    public record Verdict(int code, String text) {}

    public static Verdict independently(String... more) {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        List<String> args = new ArrayList<>(List.of("--url", "http://localhost:" + port, "--token", Tokens.auditor()));
        args.addAll(Arrays.asList(more));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = VerifyCommand.run(args.toArray(String[]::new), new PrintStream(out, true, StandardCharsets.UTF_8));
        return new Verdict(code, out.toString(StandardCharsets.UTF_8));
    }

    /** Runs SQL with all the rights there are, and with the triggers off: what an intruder with a superuser's rights can do. */
    public static void intrude(String sql, Object... values) {
        try (Connection connection = SharedServers.superuser("audit");
                Statement off = connection.createStatement();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            off.execute("set session_replication_role = replica");
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One value, read by a superuser. */
    public static <T> T read(Class<T> type, String sql, Object... values) {
        try (Connection connection = SharedServers.superuser("audit");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (var row = statement.executeQuery()) {
                row.next();
                return type == byte[].class ? type.cast(row.getBytes(1)) : row.getObject(1, type);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
