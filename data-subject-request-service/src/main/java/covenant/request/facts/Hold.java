package covenant.request.facts;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A legal hold that retention-service placed.
 *
 * @param categories empty means all
 * @param reviewOn when it is looked at again
 */
public record Hold(
        UUID id, List<String> categories, @Nullable LocalDate reviewOn) {

    public boolean covers(String category) {
        return categories.isEmpty() || categories.contains(category);
    }
}
