package covenant.platform.outbox;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** {@code covenant_outbox_age_seconds}: how long the oldest unpublished event waits; and counters of the relay. */
@ApplicationScoped
class RelayMetrics {
    private final AgroalDataSource dataSource;
    private final Counter published;
    private final Counter failed;

    RelayMetrics(AgroalDataSource dataSource, MeterRegistry registry) {
        this.dataSource = dataSource;
        this.published = Counter.builder("covenant.outbox.published")
                .description("Events acknowledged by the broker")
                .register(registry);
        this.failed = Counter.builder("covenant.outbox.failures")
                .description("Rounds of the relay that failed and are tried again")
                .register(registry);
        Gauge.builder("covenant.outbox.age", this, RelayMetrics::ageSeconds)
                .baseUnit("seconds")
                .description("Age of the oldest unpublished event; NaN when the database is away")
                .register(registry);
    }

    void published(int events) {
        published.increment(events);
    }

    void failed() {
        failed.increment();
    }

    private double ageSeconds() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0) from outbox");
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getDouble(1) : 0;
        } catch (SQLException e) {
            return Double.NaN;
        }
    }
}
