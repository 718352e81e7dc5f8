package covenant.platform.measure;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.platform.time.CovenantClock;
import covenant.testing.CovenantServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class MeasureSweepIT {
    @Inject
    Jdbi jdbi;

    @Inject
    CovenantClock clock;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void aMeasureShowsWhatItsTableSaysAndNothingWhereNothingIsKnown() {
        MeasureSweep sweep = new MeasureSweep(
                List.of(
                        Measure.count("some", "", "select 3"),
                        Measure.seconds("ago", "", "select extract(epoch from cast(:now as timestamptz)) * 0 + 90"),
                        Measure.seconds("none", "", "select null"),
                        Measure.count("empty", "", "select 1 where false"),
                        Measure.count("broken", "", "select 1 from no_such_table")),
                jdbi,
                clock,
                registry);
        sweep.register(null);
        assertThat(value("some")).as("before anything was read").isNaN();

        sweep.read();

        assertThat(value("some")).isEqualTo(3);
        assertThat(value("ago")).isEqualTo(90);
        assertThat(List.of(value("none"), value("empty"), value("broken"))).containsOnly(Double.NaN);
    }

    @Test
    void whatThePlatformMeasuresIsExposedWithItsUnit() {
        String metrics =
                RestAssured.get("/q/metrics").then().statusCode(200).extract().asString();

        assertThat(metrics)
                .contains(
                        "\ncovenant_outbox_age_seconds ",
                        "\ncovenant_events_lag{topic=\"privacy.account.v1\"} ",
                        "\ncovenant_orders_unanswered ",
                        "\ncovenant_orders_overdue ");
    }

    private double value(String name) {
        return registry.get(name).gauge().value();
    }
}
