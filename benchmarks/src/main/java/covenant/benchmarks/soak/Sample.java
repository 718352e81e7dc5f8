package covenant.benchmarks.soak;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** What was seen at one moment since the beginning. */
record Sample(Duration at, Map<Gauge, Double> values) {

    Sample {
        values = Map.copyOf(new EnumMap<>(values));
    }

    double value(Gauge gauge) {
        return values.getOrDefault(gauge, 0.0);
    }
}
