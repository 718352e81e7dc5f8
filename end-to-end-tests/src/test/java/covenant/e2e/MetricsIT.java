package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.local.stack.Installation;
import covenant.local.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        Matcher row = ROW.matcher(Files.readString(page));
        List<String> missing = new ArrayList<>();
        int gauges = 0;
        while (row.find()) {
            for (Service service : named(row.group(3))) {
                // A counter appears with its first step.
                if (row.group(2).equals("gauge")) {
                    gauges++;
                    if (!metrics(stack, service).contains("\n" + row.group(1))) {
                        missing.add(service.module() + " " + row.group(1));
                    }
                }
            }
        }
        assertThat(gauges).isGreaterThan(40);
        assertThat(missing).isEmpty();
        for (Service service : Service.values()) {
            assertThat(metrics(stack, service)).contains(OF_OTHERS);
        }
    }

    /** Of a cell such as "all", "all but audit", or names, of which those after a semicolon may come later. */
    private static List<Service> named(String cell) {
        if (cell.startsWith("all")) {
            return Stream.of(Service.values())
                    .filter(service -> !cell.contains("but " + service.module().replace("-service", "")))
                    .toList();
        }
        return Stream.of(cell.split(";")[0].split(", "))
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
