package covenant.platform.crypto.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Vault's transit engine. */
final class TransitEngine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Map<String, TransitKey> keys = new HashMap<>();

    synchronized VaultStub.Answer answer(String method, String[] path, JsonNode body) {
        TransitKey key = keys.get(path[1]);
        if (method.equals("POST") && path[0].equals("keys") && path.length == 2) {
            keys.putIfAbsent(
                    path[1],
                    new TransitKey(
                            body.path("type").asText(), body.path("derived").asBoolean()));
            return VaultStub.Answer.done();
        }
        if (key == null) {
            return path[0].equals("keys")
                    ? VaultStub.Answer.error(404, "")
                    : VaultStub.Answer.error(400, "encryption key not found");
        }
        return switch (path[0]) {
            case "keys" -> path.length == 2 ? VaultStub.Answer.data(info(path[1], key)) : manage(key, path[2], body);
            case "encrypt" ->
                VaultStub.Answer.data(JSON.createObjectNode()
                        .put("ciphertext", key.encrypt(bytes(body, "plaintext"), bytes(body, "context"))));
            case "decrypt" ->
                VaultStub.Answer.data(JSON.createObjectNode()
                        .put(
                                "plaintext",
                                Base64.getEncoder()
                                        .encodeToString(key.decrypt(
                                                body.path("ciphertext").asText(), bytes(body, "context")))));
            case "rewrap" -> VaultStub.Answer.data(rewrap(key, body.path("batch_input")));
            case "sign" ->
                VaultStub.Answer.data(JSON.createObjectNode()
                        .put(
                                "signature",
                                key.sign(
                                        bytes(body, "input"),
                                        body.path("key_version").asInt(key.versions.lastKey()))));
            default -> VaultStub.Answer.error(404, "");
        };
    }

    private static VaultStub.Answer manage(TransitKey key, String what, JsonNode body) {
        switch (what) {
            case "rotate" -> key.rotate();
            case "trim" -> key.trim(body.path("min_available_version").asInt());
            case "config" -> {
                int decryption = body.path("min_decryption_version").asInt(key.minDecryption);
                int encryption = body.path("min_encryption_version").asInt(key.minEncryption);
                if (Math.max(decryption, encryption) > key.versions.lastKey()
                        || (encryption > 0 && encryption < decryption)) {
                    throw new TransitKey.Refused("cannot set min encryption/decryption values");
                }
                key.minDecryption = decryption;
                key.minEncryption = encryption;
            }
            default -> throw new TransitKey.Refused("unsupported path");
        }
        return VaultStub.Answer.done();
    }

    private static JsonNode rewrap(TransitKey key, JsonNode items) {
        ArrayNode results = JSON.createArrayNode();
        for (JsonNode item : items) {
            try {
                byte[] plain = key.decrypt(item.path("ciphertext").asText(), bytes(item, "context"));
                results.addObject()
                        .put("ciphertext", key.encrypt(plain, bytes(item, "context")))
                        .put("key_version", key.versions.lastKey());
            } catch (TransitKey.Refused e) {
                results.addObject().put("error", e.getMessage());
            }
        }
        return JSON.createObjectNode().set("batch_results", results);
    }

    private static ObjectNode info(String name, TransitKey key) {
        ObjectNode info = JSON.createObjectNode()
                .put("name", name)
                .put("type", key.type)
                .put("derived", key.derived)
                .put("exportable", false)
                .put("allow_plaintext_backup", false)
                .put("latest_version", key.versions.lastKey())
                .put("min_available_version", key.minAvailable)
                .put("min_decryption_version", key.minDecryption)
                .put("min_encryption_version", key.minEncryption);
        ObjectNode versions = info.putObject("keys");
        key.versions.tailMap(key.minDecryption).forEach((version, secret) -> {
            if (key.type.equals("ed25519")) {
                versions.putObject(Integer.toString(version))
                        .put("public_key", key.publicKey(version))
                        .put("creation_time", "2026-11-24T00:00:00Z")
                        .put("name", "ed25519");
            } else {
                versions.put(Integer.toString(version), 1_795_478_400L);
            }
        });
        return info;
    }

    private static byte[] bytes(JsonNode body, String field) {
        return Base64.getDecoder().decode(body.path(field).asText(""));
    }
}
