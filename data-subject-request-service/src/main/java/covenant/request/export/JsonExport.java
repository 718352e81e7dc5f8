package covenant.request.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** The package for machines: {@code data.json}. Leaves the stream open. */
final class JsonExport {
    private final ObjectMapper json;
    private final ItemReader items;

    JsonExport(ObjectMapper json) {
        this.json = json;
        this.items = new ItemReader(json);
    }

    void write(PackageContent content, List<PackageContent.Source> sources, OutputStream out) throws IOException {
        JsonGenerator g = json.getFactory().createGenerator(out);
        g.setCodec(json);
        g.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        g.writeStartObject();
        g.writeFieldName("about");
        json.writeValue(g, content);
        g.writeArrayFieldStart("data");
        for (PackageContent.Source source : sources) {
            g.writeStartObject();
            g.writeStringField("holder", source.holderId());
            g.writeStringField("name", source.holderName());
            g.writeObjectFieldStart("categories");
            items.read(source, new Copy(g, json));
            g.writeEndObject();
            g.writeEndObject();
        }
        g.writeEndArray();
        g.writeEndObject();
        g.close();
    }

    private record Copy(JsonGenerator g, ObjectMapper json) implements ItemReader.Visitor {
        @Override
        public void category(String name) throws IOException {
            g.writeArrayFieldStart(name);
        }

        @Override
        public void item(String category, JsonNode item) throws IOException {
            json.writeTree(g, item);
        }

        @Override
        public void endOfCategory(String name) throws IOException {
            g.writeEndArray();
        }
    }
}
