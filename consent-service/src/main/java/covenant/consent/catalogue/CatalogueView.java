package covenant.consent.catalogue;

import java.util.Collection;
import java.util.List;

/** The appended lists (policy 1.1): every purpose with its categories, every category with its rules. */
public record CatalogueView(String policyVersion, List<PurposeView> purposes, Collection<Category> categories) {

    /** @param categories names of those that may be used for it */
    public record PurposeView(
            String code,
            @org.jspecify.annotations.Nullable String parent,
            @org.jspecify.annotations.Nullable String clause,
            Label label,
            boolean mandatory,
            String effect,
            List<String> bases,
            boolean separate,
            List<String> parts,
            List<String> categories) {}

    public static CatalogueView of(Catalogue catalogue) {
        return new CatalogueView(
                catalogue.version(),
                catalogue.purposes().stream()
                        .map(p -> new PurposeView(
                                p.code(),
                                p.parent(),
                                p.clause(),
                                p.label(),
                                p.mandatory(),
                                p.effect(),
                                p.bases(),
                                p.separate(),
                                p.parts(),
                                catalogue.categoriesOf(p).stream()
                                        .map(Category::name)
                                        .toList()))
                        .toList(),
                catalogue.categories());
    }
}
