package covenant.contracts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads of personal data by people or systems, told by the backends that served them. */
public sealed interface DataAccessEvent extends Event {

    /**
     * Whose data it was stands in the envelope (R-4.1.2-3).
     *
     * @param accessor pseudonymous id of who read
     * @param system where
     * @param reason why, without personal data
     * @param ticket the case that called for it; needed when {@code unmasked}
     * @param accessedAt absent means the envelope's {@code occurredAt}
     */
    record PersonalDataAccessed(
            String accessor,
            List<String> categories,
            String reason,
            @Nullable String purpose,
            @Nullable String ticket,
            @Nullable String system,
            @Nullable Boolean unmasked,
            @Nullable Long records,
            @Nullable Instant accessedAt)
            implements DataAccessEvent {}
}
