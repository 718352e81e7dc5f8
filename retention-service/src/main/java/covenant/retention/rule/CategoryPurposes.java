package covenant.retention.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which purposes of the catalogue may use a category, and which categories are kept only until their purpose is done. */
@ApplicationScoped
public class CategoryPurposes {
    /** Of the catalogue's retention column: until the purpose is done, at most a month after closing. */
    private static final String UNTIL_DONE = "PUR";

    private record Uses(boolean untilDone, List<String> purposes) {}

    private final SortedMap<String, Uses> categories = new TreeMap<>();

    CategoryPurposes(ObjectMapper json) {
        try (InputStream in = CategoryPurposes.class.getResourceAsStream(CatalogueRules.RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("Missing resource " + CatalogueRules.RESOURCE);
            }
            for (JsonNode category : json.readTree(in).path("categories")) {
                categories.put(
                        category.path("name").asText(),
                        new Uses(
                                texts(category.path("retention")).contains(UNTIL_DONE),
                                texts(category.path("purposes"))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + CatalogueRules.RESOURCE, e);
        }
    }

    /** A purpose, or one that has parts, as {@code PERSONALISATION} has {@code PERSONALISATION.recommend}. */
    public boolean known(String purpose) {
        return categories.values().stream()
                .flatMap(uses -> uses.purposes().stream())
                .anyMatch(of -> isPart(of, purpose));
    }

    /** What is kept until this purpose is done, and for no other one. */
    public List<String> keptFor(String purpose) {
        return categories.entrySet().stream()
                .filter(entry -> entry.getValue().untilDone())
                .filter(entry -> !entry.getValue().purposes().isEmpty()
                        && entry.getValue().purposes().stream().allMatch(of -> isPart(of, purpose)))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What this purpose used and others may still use. */
    public Map<String, List<String>> remaining(String purpose) {
        SortedMap<String, List<String>> found = new TreeMap<>();
        categories.forEach((category, uses) -> {
            List<String> others =
                    uses.purposes().stream().filter(of -> !isPart(of, purpose)).toList();
            if (!others.isEmpty() && others.size() < uses.purposes().size()) {
                found.put(category, others);
            }
        });
        return found;
    }

    private static boolean isPart(String part, String purpose) {
        return part.equals(purpose) || part.startsWith(purpose + ".");
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
