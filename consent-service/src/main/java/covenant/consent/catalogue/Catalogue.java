package covenant.consent.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Purposes and categories as one policy version has them. Immutable; parts are purposes too.
 *
 * <p>A question about a whole purpose means the part that a category belongs to, where it belongs to parts only; a consent to
 * the whole purpose covers its parts.
 */
public final class Catalogue {
    private final String version;
    private final Map<String, Purpose> purposes = new LinkedHashMap<>();
    private final Map<String, Category> categories = new LinkedHashMap<>();

    public Catalogue(String version, Collection<Purpose> purposes, Collection<Category> categories) {
        this.version = version;
        purposes.forEach(p -> this.purposes.put(p.code(), p));
        categories.forEach(c -> this.categories.put(c.name(), c));
    }

    public String version() {
        return version;
    }

    public Collection<Purpose> purposes() {
        return List.copyOf(purposes.values());
    }

    public Collection<Category> categories() {
        return List.copyOf(categories.values());
    }

    public Optional<Purpose> purpose(String code) {
        return Optional.ofNullable(purposes.get(code));
    }

    public Optional<Category> category(String name) {
        return Optional.ofNullable(categories.get(name));
    }

    /**
     * The purpose, or the part of it, under which the category may be used; empty if it may not be (R-1.2-2).
     *
     * @param purpose a purpose of this catalogue
     */
    public Optional<Purpose> use(Purpose purpose, Category category) {
        List<String> uses = category.purposes();
        String parent = purpose.parent();
        if (uses.contains(purpose.code()) || (parent != null && uses.contains(parent))) {
            return Optional.of(purpose);
        }
        return purpose.parts().stream().filter(uses::contains).findFirst().flatMap(this::purpose);
    }

    /** Whether this use of the category needs a separate consent (PIPL art. 29). */
    public boolean needsSeparateConsent(Purpose use, Category category) {
        @Nullable String parent = use.parent();
        return category.separateFor().contains(use.code())
                || (parent != null && category.separateFor().contains(parent))
                || use.parts().stream().anyMatch(category.separateFor()::contains);
    }

    /** The categories that may be used for the purpose or any of its parts, in the order of the catalogue. */
    public List<Category> categoriesOf(Purpose purpose) {
        return categories.values().stream()
                .filter(c -> use(purpose, c).isPresent())
                .toList();
    }

    /** The same catalogue with some categories switched on or off (R-CAT-1). */
    public Catalogue withStates(Map<String, Category.State> states) {
        return new Catalogue(
                version,
                purposes.values(),
                categories.values().stream()
                        .map(c -> states.containsKey(c.name()) ? c.withState(states.get(c.name())) : c)
                        .toList());
    }

    /**
     * The catalogue as a policy version has it: only its purposes, each with its categories.
     *
     * @param declared the purposes of the policy version, with the categories that each may use
     */
    public Catalogue as(String policyVersion, Map<Purpose, List<String>> declared) {
        Map<String, Purpose> chosen = new LinkedHashMap<>();
        Map<String, Set<String>> uses = new LinkedHashMap<>();
        declared.forEach((purpose, names) -> {
            chosen.put(purpose.code(), purpose);
            purpose.parts().forEach(code -> chosen.put(code, part(purpose, code)));
            names.forEach(name ->
                    uses.computeIfAbsent(name, n -> new LinkedHashSet<>()).addAll(codes(purpose, name)));
        });
        List<Category> mapped = new ArrayList<>();
        categories
                .values()
                .forEach(c -> mapped.add(c.withPurposes(List.copyOf(uses.getOrDefault(c.name(), Set.of())))));
        return new Catalogue(policyVersion, chosen.values(), mapped);
    }

    /** Where the shipped catalogue gives a category to parts of the purpose only, it stays with these parts. */
    private List<String> codes(Purpose purpose, String category) {
        Category shipped = categories.get(category);
        if (shipped == null || shipped.purposes().contains(purpose.code())) {
            return List.of(purpose.code());
        }
        List<String> parts =
                purpose.parts().stream().filter(shipped.purposes()::contains).toList();
        return parts.isEmpty() ? List.of(purpose.code()) : parts;
    }

    private Purpose part(Purpose parent, String code) {
        Purpose shipped = purposes.get(code);
        return shipped != null
                ? shipped
                : new Purpose(
                        code,
                        parent.code(),
                        parent.clause(),
                        new Label(code, code),
                        false,
                        parent.effect(),
                        List.of("CONSENT"),
                        parent.separate(),
                        List.of());
    }
}
