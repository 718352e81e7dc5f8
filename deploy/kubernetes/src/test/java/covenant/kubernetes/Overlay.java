package covenant.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What an overlay sets up, rendered once. */
record Overlay(String name, List<ObjectNode> objects) {

    private static final Map<String, Overlay> RENDERED = new ConcurrentHashMap<>();

    static Stream<Overlay> all() {
        return Stream.of("sandbox", "production").map(Overlay::named);
    }

    static Overlay named(String name) {
        return RENDERED.computeIfAbsent(
                name, n -> new Overlay(n, Kustomization.render(Repository.path("deploy/kubernetes/overlays/" + n))));
    }

    List<ObjectNode> ofKind(String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
    }

    ObjectNode one(String kind, String name) {
        return ofKind(kind).stream()
                .filter(object -> nameOf(object).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " in " + this.name));
    }

    static String nameOf(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    /** Deployments and StatefulSets. */
    List<ObjectNode> workloads() {
        List<ObjectNode> found = new ArrayList<>(ofKind("Deployment"));
        found.addAll(ofKind("StatefulSet"));
        return found;
    }

    static JsonNode container(JsonNode workload) {
        return workload.at("/spec/template/spec/containers/0");
    }

    /** Name and value of all that a container's environment holds; what comes from a secret has the text {@code secret}. */
    Map<String, String> environment(JsonNode workload) {
        Map<String, String> found = new TreeMap<>();
        for (JsonNode from : container(workload).path("envFrom")) {
            one("ConfigMap", from.at("/configMapRef/name").asText())
                    .path("data")
                    .properties()
                    .forEach(entry -> found.put(entry.getKey(), entry.getValue().asText()));
        }
        for (JsonNode variable : container(workload).path("env")) {
            found.put(variable.path("name").asText(), value(variable));
        }
        return found;
    }

    private String value(JsonNode variable) {
        JsonNode map = variable.at("/valueFrom/configMapKeyRef");
        if (map.isObject()) {
            JsonNode data = one("ConfigMap", map.path("name").asText()).path("data");
            if (!data.has(map.path("key").asText())) {
                throw new AssertionError("no such key: " + map);
            }
            return data.get(map.path("key").asText()).asText();
        }
        return variable.has("value") ? variable.get("value").asText() : "secret";
    }

    @Override
    public String toString() {
        return name;
    }
}
