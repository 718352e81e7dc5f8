package covenant.request.order;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** SHA-256 of handed-in data, whatever the order of fields and the spaces between them. Of personal data: stored sealed only. */
final class DataDigest {
    private final MessageDigest digest;

    private DataDigest(MessageDigest digest) {
        this.digest = digest;
    }

    /** Lower-case hex. */
    static String of(Map<String, List<JsonNode>> data) {
        try {
            DataDigest digest = new DataDigest(MessageDigest.getInstance("SHA-256"));
            new TreeMap<>(data).forEach((category, items) -> {
                digest.text(category);
                digest.number(items.size());
                items.forEach(digest::node);
            });
            return HexFormat.of().formatHex(digest.digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void node(JsonNode node) {
        text(node.getNodeType().name());
        if (node.isObject()) {
            Map<String, JsonNode> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            number(fields.size());
            fields.forEach((name, value) -> {
                text(name);
                node(value);
            });
        } else if (node.isArray()) {
            number(node.size());
            node.forEach(this::node);
        } else {
            text(node.asText());
        }
    }

    /** With its length before it: no two sequences of texts read alike. */
    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        digest.update(bytes);
    }

    private void number(int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }
}
