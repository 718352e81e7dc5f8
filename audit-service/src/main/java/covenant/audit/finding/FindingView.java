package covenant.audit.finding;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A finding as it is shown.
 *
 * @param detail one sentence, without any id of a person: the entries say who
 * @param actor who did it, where somebody did
 * @param entries indexes of the log's entries that show it, at most a thousand
 * @param resolution why it is settled; null while it is open
 */
public record FindingView(
        UUID id,
        FindingKind kind,
        Status status,
        String detail,
        @Nullable String actor,
        Instant foundAt,
        List<Long> entries,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Resolution resolution) {

    public enum Status {
        OPEN,
        RESOLVED
    }

    public record Resolution(String reason, String resolvedBy, Instant resolvedAt) {}
}
