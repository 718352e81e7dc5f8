package covenant.platform.crypto.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/** Vault's key-value engine, version 2. */
final class KvEngine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Map<String, JsonNode> values = new HashMap<>();
    private final Map<String, Integer> versions = new HashMap<>();

    synchronized boolean has(String path) {
        return values.containsKey(path);
    }

    synchronized VaultStub.Answer answer(String method, String path, JsonNode body) {
        if (method.equals("GET")) {
            if (!has(path)) {
                return VaultStub.Answer.error(404, "");
            }
            ObjectNode data = JSON.createObjectNode();
            data.set("data", values.get(path));
            data.set("metadata", metadata(path));
            return VaultStub.Answer.data(data);
        }
        JsonNode cas = body.path("options").path("cas");
        if (cas.isInt() && cas.asInt() != versions.getOrDefault(path, 0)) {
            throw new TransitKey.Refused("check-and-set parameter did not match the current version");
        }
        values.put(path, body.path("data"));
        versions.merge(path, 1, Integer::sum);
        return VaultStub.Answer.data(metadata(path));
    }

    private ObjectNode metadata(String path) {
        return JSON.createObjectNode()
                .put("created_time", "2026-11-24T00:00:00Z")
                .put("deletion_time", "")
                .put("destroyed", false)
                .put("version", versions.get(path));
    }
}
