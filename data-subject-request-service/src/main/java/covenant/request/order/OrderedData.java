package covenant.request.order;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import covenant.platform.holder.HolderOrder;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What may be handed in for an order: {@code {category: [item, …]}} of the categories that were ordered, each once. However it
 * comes, equal data has one digest.
 */
final class OrderedData {
    private static final int MAX_DEPTH = 32;
    private static final JsonFactory STREAMS = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final HolderOrder order;

    private OrderedData(HolderOrder order) {
        this.order = order;
    }

    static OrderedData of(HolderOrder order) {
        return new OrderedData(order);
    }

    /** @throws RefusedException 422 where a category was not ordered */
    String digest(Map<String, List<JsonNode>> data) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        data.forEach((category, items) -> all.putArray(category).addAll(items));
        try (JsonParser parser = all.traverse();
                JsonGenerator nowhere = STREAMS.createGenerator(OutputStream.nullOutputStream())) {
            return copy(parser, nowhere);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads to the end and keeps nothing but the digest. */
    String digest(InputStream json) throws IOException {
        return copy(json, OutputStream.nullOutputStream());
    }

    /**
     * Copies the stream as it is read, closes both, and returns its digest.
     *
     * @throws RefusedException 400 where it is no JSON, 422 where it is something else than was ordered
     */
    String copy(InputStream json, OutputStream out) throws IOException {
        try (JsonParser parser = STREAMS.createParser(json);
                JsonGenerator generator = STREAMS.createGenerator(out)) {
            return copy(parser, generator);
        } catch (JsonProcessingException e) {
            throw new RefusedException(ProblemCode.MALFORMED_REQUEST, "The body is not JSON of {category: [...]}.");
        }
    }

    private String copy(JsonParser parser, JsonGenerator generator) throws IOException {
        DataDigest digest = new DataDigest();
        DataDigest.Fields categories = digest.new Fields();
        require(parser.nextToken() == JsonToken.START_OBJECT);
        generator.writeStartObject();
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String category = parser.currentName();
            requireOrdered(category);
            require(seen.add(category) && parser.nextToken() == JsonToken.START_ARRAY);
            generator.writeFieldName(category);
            categories.add(category, digest.copy(parser, generator));
        }
        require(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null);
        generator.writeEndObject();
        return DataDigest.hex(categories.digest());
    }

    private static void require(boolean fits) {
        if (!fits) {
            throw Refusal.invalid("data", "must be an object of category -> array of items")
                    .asException();
        }
    }

    private void requireOrdered(String category) {
        if (!order.categories().contains(category)) {
            throw Refusal.invalid("data", "holds a category that was not ordered")
                    .asException();
        }
    }
}
