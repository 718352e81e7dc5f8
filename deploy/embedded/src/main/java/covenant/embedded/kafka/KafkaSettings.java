package covenant.embedded.kafka;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a broker runs.
 *
 * @param dataDirectory survives restarts; formatted by the first start
 * @param port of the clients' listener; may differ from one start to the next
 * @param guarded a listener more, for tests of who may do what
 */
public record KafkaSettings(
        Path dataDirectory, Path log, int port, int heapMegabytes, Optional<GuardedListener> guarded) {

    public KafkaSettings(Path dataDirectory, Path log, int port) {
        this(dataDirectory, log, port, 256, Optional.empty());
    }

    public KafkaSettings guardedBy(GuardedListener listener) {
        return new KafkaSettings(dataDirectory, log, port, heapMegabytes, Optional.of(listener));
    }
}
