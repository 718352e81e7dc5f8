package covenant.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where kubectl is installed, its kustomize says whether our rendering is right. */
class KustomizeTest {

    static Stream<Overlay> overlays() {
        return Overlay.all();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theRendererOfTheseTestsAgreesWithKustomize(Overlay overlay) throws Exception {
        assumeTrue(onPath("kubectl"), "kubectl is not installed: nothing to compare with");
        Process kustomize = new ProcessBuilder(
                        "kubectl",
                        "kustomize",
                        Repository.path("deploy/kubernetes/overlays/" + overlay.name())
                                .toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String rendered = new String(kustomize.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(kustomize.waitFor()).isZero();

        Map<String, JsonNode> expected = byName(Repository.yaml(rendered));
        Map<String, JsonNode> ours = byName(overlay.objects());
        assertThat(ours.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, object) -> assertThat(ours.get(name)).as(name).isEqualTo(object));
    }

    private static Map<String, JsonNode> byName(Iterable<? extends JsonNode> objects) throws IOException {
        Map<String, JsonNode> found = new TreeMap<>();
        for (JsonNode object : objects) {
            String name = Stream.of("/kind", "/metadata/namespace", "/metadata/name")
                    .map(place -> object.at(place).asText())
                    .collect(Collectors.joining("/"));
            // Numbers that were read from text and numbers that were put there are the same number.
            assertThat(found.put(name, Repository.YAML.readTree(Repository.YAML.writeValueAsString(object))))
                    .as("twice: " + name)
                    .isNull();
        }
        return found;
    }

    static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
