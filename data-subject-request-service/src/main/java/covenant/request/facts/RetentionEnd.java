package covenant.request.facts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a category is erased, by which rule, and the law that keeps it longer, if one does. */
public record RetentionEnd(
        String category,
        Instant dueAt,
        String rule,
        @Nullable String law,
        @Nullable String article) {}
