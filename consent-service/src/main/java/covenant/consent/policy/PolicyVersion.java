package covenant.consent.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A policy version in one of its states.
 *
 * <pre>
 * DRAFT -> PUBLISHED (the notice period runs) -> ACTIVE -> RETIRED
 *     \--> REJECTED
 * </pre>
 *
 * @param number the version as a number
 * @param effectiveAt from here on it is in force; set once published
 */
public record PolicyVersion(
        int number,
        Status status,
        PolicyContent content,
        String sha256,
        @Nullable Integer predecessor,
        PolicyChanges changes,
        Instant createdAt,
        @Nullable Instant publishedAt,
        @Nullable Instant effectiveAt,
        @Nullable Instant activatedAt,
        @Nullable Instant retiredAt) {

    public enum Status {
        DRAFT,
        PUBLISHED,
        ACTIVE,
        RETIRED,
        REJECTED;

        boolean isPublic() {
            return this == PUBLISHED || this == ACTIVE || this == RETIRED;
        }
    }

    public String version() {
        return Integer.toString(number);
    }

    /**
     * Whether its hour has come, whether the sweep has already said so or not. What has come stays so when the clock is set back
     * (T-9).
     */
    public boolean effective(Instant now) {
        return switch (status) {
            case ACTIVE, RETIRED -> true;
            case PUBLISHED -> effectiveAt != null && !effectiveAt.isAfter(now);
            case DRAFT, REJECTED -> false;
        };
    }
}
