package covenant.platform.paging;

import covenant.platform.problem.Refusal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asked for by {@code ?limit=} (1-500, default 50) and {@code ?cursor=}.
 *
 * <p>Use: {@code PageRequest page = PageRequest.of(limit, cursor); rows = "… WHERE (at, id) < (:at, :id) ORDER BY at
 * DESC, id DESC LIMIT :limit + 1"}, then {@link Page#of}.
 */
public record PageRequest(int limit, @Nullable String cursor) {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 500;

    public static PageRequest of(@Nullable Integer limit, @Nullable String cursor) {
        int wanted = limit == null ? DEFAULT_LIMIT : limit;
        if (wanted < 1 || wanted > MAX_LIMIT) {
            throw Refusal.invalid("limit", "must be between 1 and " + MAX_LIMIT).asException();
        }
        return new PageRequest(wanted, cursor == null || cursor.isEmpty() ? null : cursor);
    }

    /** How many rows to read: one more than shown tells whether there is a next page. */
    public int rowsToRead() {
        return limit + 1;
    }

    /** The keyset values after which to go on, or empty for the first page. */
    public Optional<List<String>> after(int size) {
        return cursor == null ? Optional.empty() : Optional.of(Cursor.decode(cursor, size));
    }

    public static UUID uuid(String value) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("cursor", "is not a cursor of this list").asException();
        }
    }

    public static Instant instant(String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeParseException e) {
            throw Refusal.invalid("cursor", "is not a cursor of this list").asException();
        }
    }

    public static long number(String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw Refusal.invalid("cursor", "is not a cursor of this list").asException();
        }
    }
}
