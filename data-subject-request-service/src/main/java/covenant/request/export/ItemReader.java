package covenant.request.export;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import covenant.platform.masking.MaskingRule;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code {category: [item, …]}} item by item: the memory of one item, whatever the length of the whole. */
public final class ItemReader {
    private final ObjectMapper json;

    public ItemReader(ObjectMapper json) {
        // One item of many: what follows it is the next one.
        this.json = json.copy().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** What happens with what is read, in the order of the data. */
    public interface Visitor {
        void category(String name) throws IOException;

        void item(String category, JsonNode item) throws IOException;

        void endOfCategory(String name) throws IOException;
    }

    void read(PackageContent.Source source, Visitor visitor) throws IOException {
        read(source.open(), source.masks(), visitor);
    }

    /** Closes the stream. */
    public void read(InputStream data, Map<String, MaskingRule> masks, Visitor visitor) throws IOException {
        try (InputStream in = data;
                JsonParser parser = json.getFactory().createParser(in)) {
            parser.setCodec(json);
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String category = parser.currentName();
                MaskingRule mask = masks.get(category);
                visitor.category(category);
                parser.nextToken();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    JsonNode item = parser.readValueAsTree();
                    visitor.item(category, mask == null ? item : masked(item, mask));
                }
                visitor.endOfCategory(category);
            }
        }
    }

    /** Every value of another person is masked, whatever field it stands in; names of fields stay. */
    static JsonNode masked(@Nullable JsonNode node, MaskingRule rule) {
        return switch (node) {
            case null -> com.fasterxml.jackson.databind.node.NullNode.getInstance();
            case ObjectNode object -> {
                ObjectNode copy = object.objectNode();
                object.properties().forEach(field -> copy.set(field.getKey(), masked(field.getValue(), rule)));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = array.arrayNode(array.size());
                array.forEach(element -> copy.add(masked(element, rule)));
                yield copy;
            }
            case JsonNode value when value.isNull() -> value;
            case JsonNode value -> TextNode.valueOf(rule.mask(value.asText()));
        };
    }
}
