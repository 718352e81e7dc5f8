package covenant.retention.retentioncase;

import java.util.List;
import java.util.UUID;

/** What an active legal hold keeps. @param categories empty means everything of the person */
public record HoldScope(UUID id, List<String> categories) {

    public HoldScope {
        categories = List.copyOf(categories);
    }

    public boolean covers(String category) {
        return categories.isEmpty() || categories.contains(category);
    }
}
