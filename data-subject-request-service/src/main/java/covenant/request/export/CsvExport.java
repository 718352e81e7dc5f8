package covenant.request.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The package as tables, one file per holder and category (RFC 4180, UTF-8 with byte order mark). A text that a spreadsheet
 * would take for a formula gets an apostrophe before it (OWASP CSV injection).
 */
final class CsvExport {
    private static final int MOST_COLUMNS = 500;
    private static final String VALUE = "value";

    private final ItemReader items;

    CsvExport(ObjectMapper json) {
        this.items = new ItemReader(json);
    }

    void write(List<PackageContent.Source> sources, ZipOutputStream zip) throws IOException {
        for (PackageContent.Source source : sources) {
            Map<String, Set<String>> columns = columns(source);
            items.read(source, new Tables(source, columns, zip));
        }
    }

    private Map<String, Set<String>> columns(PackageContent.Source source) throws IOException {
        Map<String, Set<String>> columns = new LinkedHashMap<>();
        items.read(source, new ItemReader.Visitor() {
            @Override
            public void category(String name) {
                columns.put(name, new LinkedHashSet<>());
            }

            @Override
            public void item(String category, JsonNode item) {
                Set<String> known = columns.computeIfAbsent(category, c -> new LinkedHashSet<>());
                if (!item.isObject()) {
                    known.add(VALUE);
                    return;
                }
                item.fieldNames().forEachRemaining(field -> {
                    if (known.size() < MOST_COLUMNS) {
                        known.add(field);
                    }
                });
            }

            @Override
            public void endOfCategory(String name) {}
        });
        return columns;
    }

    private record Tables(PackageContent.Source source, Map<String, Set<String>> columns, ZipOutputStream zip)
            implements ItemReader.Visitor {
        @Override
        public void category(String name) throws IOException {
            zip.putNextEntry(new ZipEntry("csv/" + fileName(source.holderId()) + "/" + fileName(name) + ".csv"));
            text("\uFEFF"
                    + line(columns.getOrDefault(name, Set.of()).stream()
                            .map(CsvExport::cell)
                            .toList()));
        }

        @Override
        public void item(String category, JsonNode item) throws IOException {
            text(line(columns.getOrDefault(category, Set.of()).stream()
                    .map(column -> item.isObject() ? item.path(column) : item)
                    .map(CsvExport::cell)
                    .toList()));
        }

        @Override
        public void endOfCategory(String name) throws IOException {
            zip.closeEntry();
        }

        private void text(String text) throws IOException {
            Writer writer = new OutputStreamWriter(zip, StandardCharsets.UTF_8);
            writer.write(text);
            writer.flush();
        }
    }

    private static String line(List<String> cells) {
        return String.join(",", cells) + "\r\n";
    }

    static String cell(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return "";
        }
        return node.isNumber() || node.isBoolean()
                ? node.asText()
                : cell(node.isTextual() ? node.asText() : node.toString());
    }

    static String cell(String text) {
        String safe = formula(text) ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    /** Also behind spaces and in full width, which some spreadsheets forgive. */
    private static boolean formula(String text) {
        String start = text.stripLeading();
        boolean control =
                !text.isEmpty() && (text.charAt(0) == '\t' || text.charAt(0) == '\r' || text.charAt(0) == '\n');
        return control || (!start.isEmpty() && "=+-@＝＋－＠".indexOf(start.charAt(0)) >= 0);
    }

    static String fileName(String name) {
        String safe = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return safe.startsWith(".") ? "_" + safe : safe;
    }
}
