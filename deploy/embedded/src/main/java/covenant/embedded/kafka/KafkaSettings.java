package covenant.embedded.kafka;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a broker runs.
 *
 * @param dataDirectory survives restarts; formatted by the first start
 * @param port of the clients' listener; may differ from one start to the next
 * @param classArchive where a class-data archive is kept that makes later starts faster; empty for none
 */
public record KafkaSettings(Path dataDirectory, Path log, int port, int heapMegabytes, Optional<Path> classArchive) {

    public KafkaSettings(Path dataDirectory, Path log, int port) {
        this(dataDirectory, log, port, 256, Optional.empty());
    }
}
