package covenant.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dashboards and rules use what docs/observability.md documents, and that is what the services expose. */
class ObservabilityTest {

    private static final Path RULES = Repository.path("deploy/observability/rules");
    private static final Pattern METRIC = Pattern.compile("\\bcovenant_[a-z_]+");
    private static final Pattern DOCUMENTED = Pattern.compile("^\\| `(covenant_[a-z_]+)` \\|", Pattern.MULTILINE);
    /** Gauge.builder("…" … register, Counter.builder("…", metrics.counter("…", metrics.gauge("…", Measure.count("…", Measure.seconds("…". */
    private static final Pattern EXPOSED = Pattern.compile(
            "(Gauge|Counter|metrics|Measure)\\s*\\.(builder|counter|gauge|count|seconds)\\(\\s*\"(covenant\\.[a-z.]+)\"(.*?);",
            Pattern.DOTALL);
    /** Of Prometheus, Quarkus and the JVM. */
    private static final Set<String> OF_OTHERS = Set.of(
            "up",
            "ALERTS",
            "http_server_requests_seconds_count",
            "http_server_requests_seconds_max",
            "jvm_memory_used_bytes");

    @Test
    void whatIsDocumentedIsExposedAndWhatIsExposedIsDocumented() {
        assertThat(documented()).isEqualTo(exposed());
    }

    @Test
    void dashboardsAndRulesUseDocumentedMetricsOnly() throws IOException {
        Set<String> used = new TreeSet<>();
        for (String expression : expressions()) {
            Matcher metric = METRIC.matcher(expression);
            while (metric.find()) {
                used.add(metric.group());
            }
            String rest = expression
                    .replaceAll("\\{[^}]*}", "")
                    .replaceAll("\\b(by|on|without)\\s*\\([^)]*\\)", "")
                    .replaceAll("\\[[^]]*]", "")
                    .replaceAll(
                            "\\b(sum|max|min|rate|increase|count|topk|vector|offset|unless|and|or|\\d+[mhd]?)\\b", "")
                    .replaceAll(METRIC.pattern(), "");
            assertThat(Stream.of(rest.split("[^A-Za-z_]+")).filter(word -> !word.isEmpty()))
                    .as(expression)
                    .isSubsetOf(OF_OTHERS);
        }
        assertThat(documented()).containsAll(used);
    }

    @Test
    void everyServiceHasADashboardAndThePromisesHaveOne() throws IOException {
        List<String> names = new ArrayList<>(Repository.SERVICES);
        names.addAll(List.of("overview", "promises"));
        for (String name : names) {
            JsonNode dashboard = dashboard(Repository.path("deploy/observability/dashboards/" + name + ".json"));
            assertThat(dashboard.path("uid").asText()).isEqualTo("covenant-" + name);
            assertThat(dashboard.path("panels").size()).as(name).isGreaterThan(5);
            Set<Integer> ids = new TreeSet<>();
            dashboard.path("panels").forEach(panel -> {
                assertThat(ids.add(panel.path("id").asInt())).isTrue();
                assertThat(panel.path("title").asText()).isNotBlank();
                assertThat(panel.path("description").asText()).isNotBlank();
                assertThat(panel.path("targets").isEmpty()).isFalse();
            });
        }
        assertThat(Repository.files("deploy/observability/dashboards", ".json")).hasSize(names.size());
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void prometheusOnKubernetesHasTheRulesThatAreTested(Overlay overlay) {
        JsonNode plain = Repository.yaml(Repository.text(RULES.resolve("covenant.rules.yaml")))
                .getFirst();
        assertThat(overlay.one("PrometheusRule", "covenant").path("spec")).isEqualTo(plain);
        assertThat(overlay.one("ConfigMap", "covenant-dashboards").path("data").size())
                .isEqualTo(7);
    }

    static Stream<Overlay> overlays() {
        return Overlay.all();
    }

    @Test
    void everyAlertHasASeverityARunbookAndATestThatSeesItFire() {
        String tests = Repository.text(RULES.resolve("covenant.rules.test.yaml"));
        for (JsonNode alert : alerts()) {
            String name = alert.path("alert").asText();
            assertThat(alert.at("/labels/severity").asText()).as(name).isIn("page", "warn");
            assertThat(alert.at("/annotations/summary").asText()).as(name).isNotBlank();
            assertThat(Repository.path(alert.at("/annotations/runbook_url").asText()))
                    .as(name)
                    .isRegularFile();
            assertThat(Pattern.compile("alertname: " + name + "\\b[,\\s]*exp_alerts")
                            .matcher(tests)
                            .find())
                    .as(name)
                    .isTrue();
        }
    }

    @Test
    void promtoolSeesTheRulesFire() throws Exception {
        assumeTrue(KustomizeTest.onPath("promtool"), "promtool is not installed (Debian: apt-get install prometheus)");
        assertThat(run("promtool", "check", "rules", "covenant.rules.yaml")).contains("SUCCESS");
        assertThat(run("promtool", "test", "rules", "covenant.rules.test.yaml")).contains("SUCCESS");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(RULES.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static List<JsonNode> alerts() {
        List<JsonNode> found = new ArrayList<>();
        Repository.yaml(Repository.text(RULES.resolve("covenant.rules.yaml")))
                .getFirst()
                .path("groups")
                .forEach(group -> group.path("rules").forEach(found::add));
        return found;
    }

    private static List<String> expressions() throws IOException {
        List<String> found = new ArrayList<>();
        alerts().forEach(alert -> found.add(alert.path("expr").asText()));
        for (Path file : Repository.files("deploy/observability/dashboards", ".json")) {
            found.addAll(dashboard(file).path("panels").findValuesAsText("expr"));
        }
        return found;
    }

    private static JsonNode dashboard(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(file));
    }

    private static Set<String> documented() {
        Set<String> found = new TreeSet<>();
        Matcher row = DOCUMENTED.matcher(Repository.text(Repository.path("docs/observability.md")));
        while (row.find()) {
            assertThat(found.add(row.group(1))).as("twice: " + row.group(1)).isTrue();
        }
        return found;
    }

    /** The names that Prometheus reads, made of those in the code as Micrometer makes them. */
    private static Set<String> exposed() {
        Set<String> found = new TreeSet<>();
        List<String> modules = new ArrayList<>(Repository.SERVICES);
        modules.add("platform");
        for (String module : modules) {
            Matcher meter = EXPOSED.matcher(Repository.sources(module));
            while (meter.find()) {
                boolean counter =
                        meter.group(1).equals("Counter") || meter.group(2).equals("counter");
                boolean seconds =
                        meter.group(2).equals("seconds") || meter.group(4).contains("baseUnit(\"seconds\")");
                found.add(meter.group(3).replace('.', '_') + (counter ? "_total" : seconds ? "_seconds" : ""));
            }
        }
        return found;
    }
}
