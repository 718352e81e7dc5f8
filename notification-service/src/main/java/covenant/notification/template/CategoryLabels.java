package covenant.notification.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The catalogue's categories and their names in both languages, as people read them in a notice. */
@ApplicationScoped
public class CategoryLabels {
    private final Map<String, JsonNode> labels = new TreeMap<>();

    CategoryLabels(ObjectMapper json) {
        try (InputStream in =
                Thread.currentThread().getContextClassLoader().getResourceAsStream("catalogue/catalogue-1.json")) {
            json.readTree(in)
                    .path("categories")
                    .forEach(c -> labels.put(c.path("name").asText(), c.path("label")));
        } catch (IOException e) {
            throw new UncheckedIOException("the catalogue cannot be read", e);
        }
        if (labels.isEmpty()) {
            throw new IllegalStateException("the catalogue has no categories");
        }
    }

    public List<String> unknown(List<String> categories) {
        return categories.stream().filter(c -> !labels.containsKey(c)).toList();
    }

    /** @throws covenant.platform.problem.RefusedException 422 {@code CATEGORY_UNKNOWN} */
    public void requireKnown(List<String> categories) {
        if (!unknown(categories).isEmpty()) {
            throw new Refusal(
                            ProblemCode.CATEGORY_UNKNOWN,
                            "The catalogue has no such category.",
                            List.of(new Violation("categories", "holds a category that the catalogue does not know")),
                            Map.of())
                    .asException();
        }
    }

    public String chinese(List<String> categories) {
        return words(categories, "zh", "、");
    }

    public String english(List<String> categories) {
        return words(categories, "en", ", ");
    }

    private String words(List<String> categories, String language, String separator) {
        return categories.stream()
                .map(c -> labels.containsKey(c) ? labels.get(c).path(language).asText(c) : c)
                .collect(Collectors.joining(separator));
    }
}
