package covenant.benchmarks.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import covenant.benchmarks.measure.ProcessorTime;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

    private static final String KEY = OutboxRows.PERSON + "7-1";

    private final Deliveries deliveries = new Deliveries(7);

    private void take(int filling, int number, String key) {
        UUID id = UUID.fromString("%08x-0000-7000-8000-%012x".formatted(filling, number));
        deliveries.take("topic", key, id.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachEventOnceInOrderIsGood() {
        take(7, 0, KEY);
        take(7, 1, "relay-7-2");
        take(7, 2, KEY);

        assertThat(deliveries.missing(3)).isZero();
        assertThat(deliveries.doubled()).isZero();
        assertThat(deliveries.disordered()).isZero();
        assertThat(page().problems()).isEmpty();
    }

    @Test
    void aMissingADoubledAndAnOvertakenEventAreCounted() {
        take(7, 2, KEY);
        take(7, 0, KEY);
        take(7, 0, KEY);

        assertThat(deliveries.missing(3)).isEqualTo(1);
        assertThat(deliveries.doubled()).isEqualTo(1);
        assertThat(deliveries.disordered()).isEqualTo(1);
        assertThat(page().problems()).singleElement().asString().contains("1 of 3", "1 doubled", "1 out of");
    }

    @Test
    void anOvertakingOfAnotherKeyAndAnotherFillingDoNotCount() {
        take(7, 2, KEY);
        take(7, 0, "relay-7-2");
        take(8, 1, KEY);

        assertThat(deliveries.disordered()).isZero();
        assertThat(deliveries.missing(3)).isEqualTo(1);
    }

    @Test
    void theToolsLastLineCounts() {
        String said = """
                1500 records sent, 300.0 records/sec (0.29 MB/sec), 20.1 ms avg latency, 120.0 ms max latency.
                2000 records sent, 399.123 records/sec (0.39 MB/sec), 20.1 ms avg latency, 120.00 ms max latency, 10 ms 50th.
                """;

        assertThat(PerformanceTool.perSecond(said, 2000)).isEqualTo(399.123);
        assertThatIllegalStateException().isThrownBy(() -> PerformanceTool.perSecond(said, 3000));
    }

    @Test
    void theRatioIsTheMedianOfTheRatiosOfEachPair() {
        RelayPage page = page();

        assertThat(RelayCommand.ratio(page.reference(), page.relay())).isEqualTo(0.5);
        assertThat(page.measured(List.of("-Xmx1g")).page()).contains("| 100 | 200 | **0.50** |", "0.25: reached");
    }

    private RelayPage page() {
        ProcessorTime unknown = ProcessorTime.unknown();
        return new RelayPage(
                3,
                10,
                100,
                List.of(200.0, 100.0, 400.0),
                List.of(
                        new RelayCommand.Emptied(100, unknown, deliveries),
                        new RelayCommand.Emptied(90, unknown, settled()),
                        new RelayCommand.Emptied(120, unknown, settled())));
    }

    private static Deliveries settled() {
        Deliveries good = new Deliveries(7);
        for (int number = 0; number < 3; number++) {
            good.take(
                    "topic",
                    KEY,
                    UUID.fromString("00000007-0000-7000-8000-%012x".formatted(number))
                            .toString()
                            .getBytes(StandardCharsets.UTF_8));
        }
        return good;
    }
}
