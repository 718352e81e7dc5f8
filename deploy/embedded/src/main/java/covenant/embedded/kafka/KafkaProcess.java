package covenant.embedded.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** The child JVM's main: formats the data directory where that has not been done, then is Kafka. */
final class KafkaProcess {

    private KafkaProcess() {}

    /** @param arguments the properties file, and the log directory that it names */
    public static void main(String[] arguments) {
        String properties = arguments[0];
        if (!Files.exists(Path.of(arguments[1], "meta.properties"))) {
            String[] format = {"format", "--standalone", "-t", Uuid.randomUuid().toString(), "-c", properties};
            int outcome = StorageTool.execute(format, System.out);
            if (outcome != 0) {
                System.exit(outcome);
            }
        }
        Kafka.main(new String[] {properties});
    }
}
