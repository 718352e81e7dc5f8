package covenant.embedded.kafka;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a broker runs.
 *
 * @param dataDirectory survives restarts; formatted by the first start
 * @param port of the clients' listener; may differ from one start to the next
 * @param detour a second way in, for who sits between clients and broker
 * @param guarded a listener more, for tests of who may do what
 */
public record KafkaSettings(
        Path dataDirectory,
        Path log,
        int port,
        int heapMegabytes,
        Optional<Detour> detour,
        Optional<GuardedListener> guarded) {

    /**
     * A second listener. A broker tells its clients where to go; who comes by this one is sent to another port, where something stands between.
     *
     * @param port where the broker listens
     * @param advertised where it sends them
     */
    public record Detour(int port, int advertised) {}

    public KafkaSettings(Path dataDirectory, Path log, int port) {
        this(dataDirectory, log, port, 256, Optional.empty(), Optional.empty());
    }

    public KafkaSettings with(Detour way) {
        return new KafkaSettings(dataDirectory, log, port, heapMegabytes, Optional.of(way), guarded);
    }

    public KafkaSettings guardedBy(GuardedListener listener) {
        return new KafkaSettings(dataDirectory, log, port, heapMegabytes, detour, Optional.of(listener));
    }
}
