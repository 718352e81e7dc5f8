package covenant.request.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.masking.MaskingRule;
import covenant.request.blob.Blobs;
import covenant.request.catalogue.Category;
import covenant.request.export.ItemReader;
import covenant.request.request.SealedFields;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what systems handed in for a view, up to what a page can show. */
@ApplicationScoped
class DataViewReader {
    private static final int MOST_ITEMS = 200;

    private final DataViewStore store;
    private final Blobs blobs;
    private final ItemReader items;

    DataViewReader(DataViewStore store, Blobs blobs, ObjectMapper json) {
        this.store = store;
        this.blobs = blobs;
        this.items = new ItemReader(json);
    }

    /** @param truncated categories of which there is more */
    record Read(Map<String, List<JsonNode>> items, Set<String> truncated) {}

    Read read(DataViewStore.View view, List<Category> shown, boolean clear) {
        Map<String, MaskingRule> masks = clear
                ? Map.of()
                : shown.stream()
                        .filter(c -> c.mask() != null)
                        .collect(Collectors.toMap(Category::name, Category::maskingRule));
        Set<String> known = shown.stream().map(Category::name).collect(Collectors.toSet());
        Collected collected = new Collected(known);
        for (DataViewStore.Part part : store.parts(view.id())) {
            try {
                Optional<InputStream> in = blobs.read(part.blobId(), view.subjectId(), SealedFields.DELIVERY);
                if (in.isPresent()) {
                    items.read(in.get(), masks, collected);
                }
            } catch (Full full) {
                collected.truncated.addAll(known);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Read(collected.items, collected.truncated);
    }

    /** More than a page can show was handed in. */
    private static final class Full extends IOException {
        private static final long serialVersionUID = 1;
    }

    private static final class Collected implements ItemReader.Visitor {
        private static final int MOST_READ = 20 * MOST_ITEMS;

        private final Set<String> known;
        private final Map<String, List<JsonNode>> items = new HashMap<>();
        private final Set<String> truncated = new HashSet<>();
        private int read;

        Collected(Set<String> known) {
            this.known = known;
        }

        @Override
        public void category(String name) {}

        @Override
        public void item(String category, JsonNode item) throws IOException {
            if (++read > MOST_READ) {
                throw new Full();
            }
            if (!known.contains(category)) {
                return;
            }
            List<JsonNode> all = items.computeIfAbsent(category, c -> new ArrayList<>());
            if (all.size() < MOST_ITEMS) {
                all.add(item);
            } else {
                truncated.add(category);
            }
        }

        @Override
        public void endOfCategory(String name) {}
    }
}
