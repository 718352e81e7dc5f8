package covenant.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import covenant.benchmarks.measure.Latencies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlatnessTest {

    private static List<Sample> samples(Gauge gauge, double... values) {
        List<Sample> samples = new ArrayList<>();
        for (double value : values) {
            samples.add(new Sample(Duration.ofSeconds(30L * (samples.size() + 1)), Map.of(gauge, value)));
        }
        return samples;
    }

    @Test
    void whatGrowsOnlyInTheFirstThirdIsFlat() {
        Flatness threads = Flatness.of(Gauge.THREADS, samples(Gauge.THREADS, 10, 50, 90, 100, 101, 99, 100, 102, 101));

        assertThat(threads.middle()).isEqualTo(100);
        assertThat(threads.last()).isEqualTo(101);
        assertThat(threads.isFlat()).isTrue();
    }

    @Test
    void whatGrowsOnIsNotFlat() {
        Flatness heap = Flatness.of(Gauge.HEAP_AUDIT, samples(Gauge.HEAP_AUDIT, 30, 35, 40, 45, 50, 55, 60, 65, 70));

        assertThat(heap.allowed()).isEqualTo(50 * 1.1 + 3);
        assertThat(heap.isFlat()).isFalse();
    }

    @Test
    void onePeakIsNoGrowth() {
        assertThat(Flatness.of(Gauge.LAG, samples(Gauge.LAG, 0, 0, 0, 5, 5, 5, 5, 90_000, 5))
                        .isFlat())
                .isTrue();
    }

    @Test
    void tooFewSamplesAreNoVerdict() {
        List<Sample> five = samples(Gauge.LAG, 1, 1, 1, 1, 1);

        assertThatIllegalArgumentException().isThrownBy(() -> Flatness.of(Gauge.LAG, five));
    }

    @Test
    void thePageNamesWhatHasRisenAndAnErasureThatDidNotEnd() {
        SoakPage page = new SoakPage(
                20,
                10,
                Duration.ofMinutes(30),
                18_000,
                9_000,
                8_999,
                9_000,
                Latencies.of(List.of(new long[] {4_000_000})),
                samples(Gauge.HEAP_AUDIT, 30, 35, 40, 45, 50, 55, 60, 65, 70),
                List.of());

        assertThat(page.text())
                .contains("**Not flat: heap audit.**", "| heap audit | 50.0 | 65.0 | 58.0 | **risen** |", "| minute |");
        assertThat(page.problems()).containsExactly("8999 of 9000 closed accounts were erased");
    }

    @Test
    void aHeapIsTheSumOfItsGenerations() {
        assertThat(Heap.used("""
                        4711:
                         def new generation   total 19648K, used 1000K [0x1, 0x2, 0x3)
                          eden space 17472K,   5% used [0x1, 0x2, 0x3)
                         tenured generation   total 43712K, used 24000K [0x1, 0x2, 0x3)
                         Metaspace       used 70000K, committed 71000K, reserved 1114112K
                        """)).isEqualTo(25_000);
        assertThatIllegalStateException().isThrownBy(() -> Heap.used("4711:\nno such process"));
    }
}
