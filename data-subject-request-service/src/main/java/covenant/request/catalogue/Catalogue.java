package covenant.request.catalogue;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The categories and purposes that ship with policy version 1. */
@ApplicationScoped
public class Catalogue {
    private static final String RESOURCE = "/catalogue/catalogue-1.json";

    private final Map<String, Category> categories = new LinkedHashMap<>();
    private final Map<String, Purpose> purposes = new LinkedHashMap<>();

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Source(List<Purpose> purposes, List<Purpose> parts, List<Category> categories) {}

    public Catalogue(ObjectMapper json) {
        try (InputStream in = Catalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("No " + RESOURCE + " on the class path");
            }
            Source source = json.readValue(in, Source.class);
            Stream.concat(source.purposes().stream(), source.parts().stream())
                    .forEach(purpose -> purposes.put(purpose.code(), purpose));
            source.categories().forEach(category -> categories.put(category.name(), category));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + RESOURCE, e);
        }
    }

    public Optional<Category> category(String name) {
        return Optional.ofNullable(categories.get(name));
    }

    public Collection<Category> categories() {
        return categories.values();
    }

    public Optional<Purpose> purpose(String code) {
        return Optional.ofNullable(purposes.get(code));
    }

    /** The categories with these names, in their order; all that may be held when there are none. */
    public List<Category> wanted(List<String> names) {
        return names.isEmpty()
                ? categories.values().stream()
                        .filter(c -> !c.state().equals("FORBIDDEN"))
                        .toList()
                : names.stream().flatMap(name -> category(name).stream()).toList();
    }

    /** A 422 {@code CATEGORY_NOT_ENABLED} that names the positions of what nobody may hold; empty if there is none. */
    public Optional<Refusal> forbidden(String field, List<String> names) {
        List<Violation> violations = java.util.stream.IntStream.range(0, names.size())
                .filter(i -> category(names.get(i))
                        .filter(c -> c.state().equals("FORBIDDEN"))
                        .isPresent())
                .mapToObj(i -> new Violation(field + "[" + i + "]", "is held by nobody: the policy forbids it"))
                .toList();
        return violations.isEmpty()
                ? Optional.empty()
                : Optional.of(new Refusal(
                        ProblemCode.CATEGORY_NOT_ENABLED, "More is asked for than is held.", violations, Map.of()));
    }

    /** A 422 {@code CATEGORY_UNKNOWN} that names the positions; empty if all are known. */
    public Optional<Refusal> unknown(String field, List<String> names) {
        List<Violation> violations = java.util.stream.IntStream.range(0, names.size())
                .filter(i -> !categories.containsKey(names.get(i)))
                .mapToObj(i -> new Violation(field + "[" + i + "]", "is not a category of the catalogue"))
                .toList();
        return violations.isEmpty()
                ? Optional.empty()
                : Optional.of(new Refusal(
                        ProblemCode.CATEGORY_UNKNOWN, "A category is not in the catalogue.", violations, Map.of()));
    }
}
