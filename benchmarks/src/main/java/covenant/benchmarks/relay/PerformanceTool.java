package covenant.benchmarks.relay;

import covenant.embedded.process.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.tools.ProducerPerformance;

/** {@code kafka-producer-perf-test.sh} of Kafka's distribution: the same class, in a JVM of its own as the script starts it. */
final class PerformanceTool {

    private final String bootstrapServers;
    private final String topic;
    private final int recordBytes;

    PerformanceTool(String bootstrapServers, String topic, int recordBytes) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.recordBytes = recordBytes;
    }

    /** @return records per second, as the tool says it at its end */
    double run(int records) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--topic",
                topic,
                "--num-records",
                Integer.toString(records),
                "--record-size",
                Integer.toString(recordBytes),
                "--throughput",
                "-1",
                "--producer-props"));
        // What the services' producer is set to.
        arguments.addAll(List.of(
                "bootstrap.servers=" + bootstrapServers,
                "acks=all",
                "enable.idempotence=true",
                "linger.ms=5",
                "batch.size=131072",
                "compression.type=lz4"));
        Process process = new ProcessBuilder(JavaCommand.of(
                        ProducerPerformance.class, List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC"), arguments))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("The performance tool failed: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during a run", e);
        }
        return perSecond(said, records);
    }

    /** The last line counts all records; those before it count five seconds each. */
    static double perSecond(String said, int records) {
        Matcher total = Pattern.compile("(?m)^" + records + " records sent, ([\\d.]+) records/sec")
                .matcher(said);
        double perSecond = -1;
        while (total.find()) {
            perSecond = Double.parseDouble(total.group(1));
        }
        if (perSecond < 0) {
            throw new IllegalStateException("The performance tool did not say what it did: " + said);
        }
        return perSecond;
    }
}
