package covenant.retention.account;

import java.time.Instant;
import java.util.UUID;

/**
 * The end of the service, as accounts are closed by it (policy 4.2.3).
 *
 * @param terminatedAt when the service ended, as everyone was told
 * @param executedAt when the end was declared, never before {@code terminatedAt}
 * @param latest by when everything is to be erased that no law keeps
 */
public record ServiceEnd(UUID terminationId, Instant terminatedAt, Instant executedAt, Instant latest) {}
