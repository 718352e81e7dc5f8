package covenant.embedded.kafka;

import java.nio.file.Path;

/**
 * How a broker runs.
 *
 * @param dataDirectory survives restarts; formatted by the first start
 * @param port of the clients' listener; may differ from one start to the next
 */
public record KafkaSettings(Path dataDirectory, Path log, int port, int heapMegabytes) {

    public KafkaSettings(Path dataDirectory, Path log, int port) {
        this(dataDirectory, log, port, 256);
    }
}
