package covenant.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kubernetes' strategic merge: objects merge, null removes, lists are replaced but for those whose elements have a merge key. */
final class StrategicMerge {

    /** The lists of a pod that merge, by the key of their elements; of other kinds every list is replaced. */
    private static final Map<String, String> MERGE_KEYS = Map.of(
            "containers", "name",
            "env", "name",
            "volumes", "name",
            "volumeMounts", "mountPath",
            "ports", "containerPort");

    private static final List<String> WITH_PODS = List.of("Deployment", "StatefulSet");

    private StrategicMerge() {}

    static void into(ObjectNode object, ObjectNode change) {
        merge(object, change, WITH_PODS.contains(object.path("kind").asText()));
    }

    private static void merge(ObjectNode into, ObjectNode change, boolean pod) {
        for (Map.Entry<String, JsonNode> field : change.properties()) {
            JsonNode present = into.get(field.getKey());
            String key = pod ? MERGE_KEYS.get(field.getKey()) : null;
            JsonNode value = field.getValue();
            if (value.isNull()) {
                into.remove(field.getKey());
            } else if (value.isObject()) {
                ObjectNode inner =
                        present != null && present.isObject() ? (ObjectNode) present : into.putObject(field.getKey());
                merge(inner, (ObjectNode) value, pod);
            } else if (value.isArray() && key != null && present != null && present.isArray()) {
                into.set(field.getKey(), merge((ArrayNode) present, (ArrayNode) value, key));
            } else {
                into.set(field.getKey(), value.deepCopy());
            }
        }
    }

    /** What the patch names stands first, in its order, and then what else was there: as kustomize does it. */
    private static ArrayNode merge(ArrayNode into, ArrayNode change, String key) {
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : change) {
            JsonNode present = with(into, key, element.get(key));
            if (present == null) {
                merged.add(element.deepCopy());
            } else {
                merge((ObjectNode) present, (ObjectNode) element, true);
                merged.add(present);
            }
        }
        into.forEach(present -> {
            if (with(change, key, present.get(key)) == null) {
                merged.add(present);
            }
        });
        return merged;
    }

    private static @Nullable JsonNode with(ArrayNode list, String key, JsonNode value) {
        for (JsonNode element : list) {
            if (value.equals(element.get(key))) {
                return element;
            }
        }
        return null;
    }
}
