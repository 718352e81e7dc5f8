package covenant.retention.termination;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The end of the service: {@code SCHEDULED -> EXECUTED -> FINISHED}.
 *
 * @param lastNoticeAt the last individual notice or announcement, once the campaign reached or covered everyone
 * @param executedAt when the end was declared; accounts are closed from then on
 * @param finishedAt when the last account was closed
 */
record Termination(
        UUID id,
        Instant terminateAt,
        Instant scheduledAt,
        @Nullable Instant lastNoticeAt,
        @Nullable Instant executedAt,
        @Nullable Instant finishedAt) {}
