package covenant.consent.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The catalogue as it ships: {@code catalogue/catalogue-1.json} in contracts. */
public final class CatalogueFile {
    static final String RESOURCE = "/catalogue/catalogue-1.json";

    private CatalogueFile() {}

    public static Catalogue read() {
        ObjectMapper json = StrictJson.newMapper();
        try (InputStream in = Objects.requireNonNull(CatalogueFile.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return read(json, json.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException if a category lacks a rule; it names both, and the service does not start */
    static Catalogue read(ObjectMapper json, JsonNode file) throws IOException {
        Content content = json.treeToValue(file, Content.class);
        for (int i = 0; i < content.categories().size(); i++) {
            Category category = content.categories().get(i);
            List<String> retention = Objects.requireNonNullElse(category.retention(), List.of());
            boolean maskSaid = file.path("categories").path(i).has("mask");
            CategoryRules.check(maskSaid, category.mask(), retention).ifPresent(missing -> {
                throw new IllegalStateException(missing.code() + ": " + category.name());
            });
        }
        return catalogue(content);
    }

    private static Catalogue catalogue(Content file) {
        List<Purpose> purposes = new ArrayList<>();
        for (FilePurpose p : file.purposes()) {
            List<String> parts = p.parts() == null ? List.of() : p.parts();
            purposes.add(new Purpose(
                    p.code(), null, p.clause(), p.label(), p.mandatory(), p.effect(), p.bases(), p.separate(), parts));
            file.parts().stream()
                    .filter(part -> parts.contains(part.code()))
                    .map(part -> new Purpose(
                            part.code(),
                            p.code(),
                            p.clause(),
                            part.label(),
                            part.mandatory(),
                            p.effect(),
                            part.bases(),
                            part.separate(),
                            List.of()))
                    .forEach(purposes::add);
        }
        return new Catalogue(file.version(), purposes, file.categories());
    }

    record Content(String version, List<FilePurpose> purposes, List<FilePart> parts, List<Category> categories) {}

    record FilePurpose(
            String code,
            String clause,
            Label label,
            boolean mandatory,
            String effect,
            List<String> bases,
            boolean separate,
            @Nullable List<String> parts) {}

    record FilePart(String code, Label label, boolean mandatory, List<String> bases, boolean separate) {}
}
