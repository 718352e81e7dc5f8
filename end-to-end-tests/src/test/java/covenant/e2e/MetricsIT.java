package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.local.stack.Installation;
import covenant.local.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/observability.md promises to dashboards and alert rules is there when a running service is asked. */
class MetricsIT {

    private static final Pattern ROW = Pattern.compile(
            "^\\| `(covenant_[a-z_]+)` \\| (gauge|counter)[^|]*\\|[^|]*\\| ([^|]+) \\|", Pattern.MULTILINE);
    /** Of Quarkus and the JVM, which the dashboards use as well. */
    private static final List<String> OF_OTHERS =
            List.of("http_server_requests_seconds_count", "http_server_requests_seconds_max", "jvm_memory_used_bytes");

    @Test
    void everyDocumentedGaugeIsThereInEachServiceThatIsNamed() throws IOException {
        SharedStack stack = SharedStack.get();
        Path page = Installation.find().home().resolve("docs/observability.md");
        Map<Service, List<String>> gauges = new EnumMap<>(Service.class);
        Matcher row = ROW.matcher(Files.readString(page));
        while (row.find()) {
            // A counter appears with its first step.
            if (row.group(2).equals("gauge")) {
                named(row.group(3))
                        .forEach(service -> gauges.computeIfAbsent(service, any -> new ArrayList<>())
                                .add(row.group(1)));
            }
        }
        assertThat(gauges.values().stream().mapToInt(List::size).sum()).isGreaterThan(40);
        // Calls are measured once there was one.
        gauges.keySet()
                .forEach(service -> stack.api().withToken(Optional.empty()).get(service, "/v1/nowhere"));
        gauges.forEach((service, names) -> Eventually.holds(
                // Some are measured for the first time half a minute after the start.
                Duration.ofSeconds(60),
                () -> assertThat(metrics(stack, service)).contains(names).contains(OF_OTHERS)));
    }

    /** Of a cell such as "all", "all but audit", or names; "each" has it only after something happened. */
    private static List<Service> named(String cell) {
        if (cell.startsWith("each")) {
            return List.of();
        }
        if (cell.startsWith("all")) {
            return Stream.of(Service.values())
                    .filter(service -> !cell.contains("but " + service.module().replace("-service", "")))
                    .toList();
        }
        return Stream.of(cell.split(", "))
                .map(name -> Service.byName(name).orElseThrow())
                .toList();
    }

    private static String metrics(SharedStack stack, Service service) {
        return stack.api()
                .withToken(Optional.empty())
                .get(service, "/q/metrics", "text/plain")
                .text();
    }
}
