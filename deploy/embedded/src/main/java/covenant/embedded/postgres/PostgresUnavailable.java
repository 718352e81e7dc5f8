package covenant.embedded.postgres;

import org.jspecify.annotations.Nullable;

/** PostgreSQL cannot run here; the message says why and what to do. */
public final class PostgresUnavailable extends RuntimeException {

    public PostgresUnavailable(String message) {
        super(message);
    }

    PostgresUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
