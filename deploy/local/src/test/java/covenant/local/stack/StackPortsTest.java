package covenant.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackPortsTest {

    @ParameterizedTest
    @CsvSource({
        "CONSENT, COVENANT_CONSENT_PORT, 8081",
        "DATA_SUBJECT_REQUEST, COVENANT_DATA_SUBJECT_REQUEST_PORT, 8082",
        "RETENTION, COVENANT_RETENTION_PORT, 8083",
        "NOTIFICATION, COVENANT_NOTIFICATION_PORT, 8084",
        "AUDIT, COVENANT_AUDIT_PORT, 8085"
    })
    void everyServiceHasItsUsualPortAndAVariableThatMovesIt(Service service, String variable, int usual) {
        assertThat(StackPorts.from(Map.of(), 1).of(service)).isEqualTo(usual);
        assertThat(StackPorts.from(Map.of(variable, "18000"), 1).of(service)).isEqualTo(18_000);
    }

    @Test
    void serversHaveTheirUsualPorts() {
        StackPorts ports = StackPorts.from(Map.of(), 1);
        assertThat(ports.kafka()).isEqualTo(9092);
        assertThat(ports.postgres()).isEqualTo(5432);
        assertThat(ports.smtp()).isEqualTo(1025);
        assertThat(ports.witness()).isEqualTo(8086);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "eight", "-1", "8081x"})
    void valueThatIsNoPortIsRefusedByName(String value) {
        assertThatThrownBy(() -> StackPorts.from(Map.of("COVENANT_KAFKA_PORT", value), 1))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("COVENANT_KAFKA_PORT");
    }

    @Test
    void twoUsesOfOnePortAreRefused() {
        assertThatThrownBy(() -> StackPorts.from(Map.of("COVENANT_SMTP_PORT", "8081"), 1))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("COVENANT_CONSENT_PORT and COVENANT_SMTP_PORT both say 8081");
    }

    @Test
    void secondProcessOfAServiceListensTenPortsAboveTheFirst() {
        StackPorts ports = StackPorts.from(Map.of("COVENANT_AUDIT_PORT", "18000"), 2);
        assertThat(ports.all(Service.CONSENT)).containsExactly(8081, 8091);
        assertThat(ports.of(new Replica(Service.AUDIT, 2))).isEqualTo(18_010);
        assertThat(ports.uses())
                .contains(new StackPorts.Use("audit-service-2", 18_010, "COVENANT_AUDIT_PORT"))
                .hasSize(14);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 10})
    void numberOfReplicasIsBounded(int replicas) {
        assertThatThrownBy(() -> StackPorts.from(Map.of(), replicas)).isInstanceOf(StackException.class);
    }

    @Test
    void freePortsDiffer() {
        assertThat(StackPorts.free(3).uses().stream().map(StackPorts.Use::port))
                .doesNotHaveDuplicates()
                .hasSize(19);
        assertThat(StackPorts.free().uses().stream().map(StackPorts.Use::port))
                .doesNotHaveDuplicates()
                .hasSize(9);
    }
}
