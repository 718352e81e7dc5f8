package covenant.testing;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.Topic;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedServersIT {

    @Test
    void everyServiceLogsInToItsOwnDatabase() throws Exception {
        for (String service : new String[] {"consent", "data_subject_request", "retention", "notification", "audit"}) {
            try (Connection connection = SharedServers.database(service).connect();
                    ResultSet row =
                            connection.createStatement().executeQuery("SELECT current_user, current_database()")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo(service);
                assertThat(row.getString(2)).isEqualTo(service);
            }
        }
        assertThat(SharedServers.databaseOwner("audit").username()).isEqualTo("audit_owner");
    }

    @Test
    void publishedEventIsReadBackWithItsHeaders() {
        try (KafkaTap tap = new KafkaTap()) {
            String id = tap.publish(
                    Topic.ACCOUNT, "s-1", "AccountClosed", "{\"accountId\":\"a-1\"}", "ce_source", "/accounts");

            TapRecord record = tap.awaitEvent(Topic.ACCOUNT, "s-1", "AccountClosed", Duration.ofSeconds(10));

            assertThat(record.header("ce_id")).isEqualTo(id);
            assertThat(record.header("ce_source")).isEqualTo("/accounts");
            assertThat(record.value()).isEqualTo("{\"accountId\":\"a-1\"}");
        }
    }

    @Test
    void everyTopicHasItsDeadLetterTopic() {
        try (KafkaTap tap = new KafkaTap()) {
            for (Topic topic : Topic.values()) {
                tap.publishRaw(
                        topic.deadLetterTopicName(), "k", new byte[] {1}, Map.of("dead-letter-reason", "a test"));

                TapRecord letter =
                        DeadLetters.of(tap, topic).await(found -> "k".equals(found.key()), Duration.ofSeconds(10));

                assertThat(DeadLetters.reason(letter)).isEqualTo("a test");
            }
        }
    }

    @Test
    void applicationNamesBecomeDatabaseNames() {
        assertThat(CovenantServers.databaseName("covenant-consent-service")).isEqualTo("consent");
        assertThat(CovenantServers.databaseName("data-subject-request-service")).isEqualTo("data_subject_request");
        assertThat(CovenantServers.databaseName("platform")).isEqualTo("platform");
    }

    @Test
    void unsignedTokenHasThreePartsAndNoSignature() {
        assertThat(Tokens.algNone("OPS")).matches("[\\w-]+\\.[\\w-]+\\.");
        assertThat(Tokens.ops().split("\\.")).hasSize(3);
    }
}
