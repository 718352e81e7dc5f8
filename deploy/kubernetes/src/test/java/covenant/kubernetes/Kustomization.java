package covenant.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Renders a kustomization as kustomize does, as far as this folder uses it: resources, configMapGenerator (without a hash), patches with
 * and without target, labels, images, namespace. What it does not know it refuses. {@code KustomizeTest} compares it with the real one
 * where that is installed.
 */
final class Kustomization {

    private static final List<String> KNOWN = List.of(
            "apiVersion",
            "kind",
            "namespace",
            "labels",
            "resources",
            "patches",
            "images",
            "configMapGenerator",
            "generatorOptions");
    private static final List<String> CLUSTER_WIDE = List.of("Namespace");

    private final Path directory;
    private final JsonNode spec;
    private final List<ObjectNode> objects = new ArrayList<>();

    private Kustomization(Path directory) {
        this.directory = directory;
        this.spec = Repository.yaml(Repository.text(directory.resolve("kustomization.yaml")))
                .getFirst();
        spec.fieldNames().forEachRemaining(field -> {
            if (!KNOWN.contains(field)) {
                throw new IllegalArgumentException(directory + ": this renderer does not know " + field);
            }
        });
    }

    static List<ObjectNode> render(Path directory) {
        Kustomization kustomization = new Kustomization(directory);
        kustomization.resources();
        kustomization.generate();
        kustomization.spec.path("patches").forEach(kustomization::patch);
        kustomization.spec.path("labels").forEach(kustomization::label);
        kustomization.spec.path("images").forEach(kustomization::image);
        if (kustomization.spec.has("namespace")) {
            kustomization.namespace(kustomization.spec.get("namespace").asText());
        }
        return kustomization.objects;
    }

    private void resources() {
        for (JsonNode resource : spec.path("resources")) {
            Path path = directory.resolve(resource.asText()).normalize();
            if (Files.isDirectory(path)) {
                objects.addAll(render(path));
            } else {
                Repository.yaml(Repository.text(path)).forEach(object -> objects.add((ObjectNode) object));
            }
        }
    }

    private void generate() {
        for (JsonNode generator : spec.path("configMapGenerator")) {
            if (!spec.path("generatorOptions").path("disableNameSuffixHash").asBoolean()) {
                throw new IllegalArgumentException("only generators without a hash");
            }
            ObjectNode map = JsonNodeFactory.instance.objectNode();
            map.put("apiVersion", "v1").put("kind", "ConfigMap");
            ObjectNode data = map.putObject("data");
            generator.path("files").forEach(file -> {
                Path path = directory.resolve(file.asText());
                data.put(path.getFileName().toString(), Repository.text(path));
            });
            ObjectNode metadata = map.putObject("metadata");
            metadata.set("name", generator.get("name"));
            metadata.set("labels", spec.path("generatorOptions").path("labels").deepCopy());
            objects.add(map);
        }
    }

    private void patch(JsonNode patch) {
        JsonNode target = patch.get("target");
        String text = patch.has("path")
                ? Repository.text(directory.resolve(patch.get("path").asText()))
                : patch.get("patch").asText();
        JsonNode change = Repository.yaml(text).getFirst();
        List<ObjectNode> chosen = objects.stream()
                .filter(object -> target == null ? isSame(object, change) : isTarget(object, target))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException(directory + ": nothing to patch: " + patch);
        }
        if (change.path("$patch").asText().equals("delete")) {
            objects.removeAll(chosen);
            return;
        }
        for (ObjectNode object : chosen) {
            ObjectNode withoutName = change.deepCopy();
            withoutName.remove(List.of("apiVersion", "kind"));
            ((ObjectNode) withoutName.get("metadata")).remove("name");
            StrategicMerge.into(object, withoutName);
        }
    }

    private static boolean isSame(JsonNode object, JsonNode change) {
        return object.path("kind").equals(change.path("kind"))
                && object.at("/metadata/name").equals(change.at("/metadata/name"));
    }

    private static boolean isTarget(JsonNode object, JsonNode target) {
        String group = object.path("apiVersion").asText();
        String[] label = target.path("labelSelector").asText("=").split("=", 2);
        return (!target.has("kind")
                        || target.get("kind")
                                .asText()
                                .equals(object.path("kind").asText()))
                && (!target.has("group") || group.startsWith(target.get("group").asText() + "/"))
                && (label[0].isEmpty()
                        || object.at("/metadata/labels").path(label[0]).asText().equals(label[1]));
    }

    private void label(JsonNode labels) {
        for (ObjectNode object : objects) {
            add((ObjectNode) object.get("metadata"), labels);
            if (labels.path("includeTemplates").asBoolean()
                    && object.at("/spec/template/spec/containers").isArray()) {
                add((ObjectNode) object.at("/spec/template/metadata"), labels);
                object.at("/spec/volumeClaimTemplates")
                        .forEach(claim -> add((ObjectNode) claim.get("metadata"), labels));
            }
        }
    }

    private static void add(ObjectNode metadata, JsonNode labels) {
        ObjectNode present = metadata.withObjectProperty("labels");
        labels.path("pairs")
                .properties()
                .forEach((Map.Entry<String, JsonNode> pair) -> present.set(pair.getKey(), pair.getValue()));
    }

    private void image(JsonNode image) {
        for (ObjectNode object : objects) {
            for (JsonNode container : object.at("/spec/template/spec/containers")) {
                String present = container.path("image").asText();
                if (present.replaceFirst("[:@].*$", "").equals(image.get("name").asText())) {
                    String name = image.path("newName").asText(image.get("name").asText());
                    String version = image.has("digest")
                            ? "@" + image.get("digest").asText()
                            : ":" + image.get("newTag").asText();
                    ((ObjectNode) container).put("image", name + version);
                }
            }
        }
    }

    private void namespace(String namespace) {
        for (ObjectNode object : objects) {
            if (!CLUSTER_WIDE.contains(object.path("kind").asText())) {
                ((ObjectNode) object.get("metadata")).put("namespace", namespace);
            }
        }
    }
}
