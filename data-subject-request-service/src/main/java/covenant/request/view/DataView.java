package covenant.request.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's account and service data.
 *
 * @param viewId absent while no view is open: then only what could be seen, and where, is shown
 * @param masked values are masked until the session has a second factor (R-5.1.1-1)
 * @param complete every system has answered
 */
record DataView(
        String subjectId,
        @Nullable UUID viewId,
        @Nullable Instant requestedAt,
        @Nullable Instant expiresAt,
        boolean masked,
        boolean complete,
        List<Field> categories) {

    /**
     * One category.
     *
     * @param correctable with a request of type CORRECTION
     * @param correctionNeeds DOCUMENT for verified identity fields, else NONE
     * @param restriction why it is not correctable
     * @param items what the systems handed in
     * @param truncated there is more than fits here: an ACCESS request gives all
     */
    record Field(
            String category,
            String label,
            String labelEn,
            List<String> purposes,
            String retention,
            boolean correctable,
            String correctionNeeds,
            @Nullable String restriction,
            boolean selfDeletable,
            List<HolderLink> holders,
            List<JsonNode> items,
            boolean truncated) {
        @Override
        public String toString() {
            return "Field[" + category + "]";
        }
    }

    /** @param link where the system itself is reached, if it says so */
    record HolderLink(String id, String name, @Nullable String link, String status) {}
}
