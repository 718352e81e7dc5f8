package covenant.retention.termination;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Statutory data of an ended service that a body named by the law has taken over.
 *
 * @param transferee id of the body
 * @param law whose duty to keep passed on with it
 * @param evidence number of its receipt: nothing goes here before it has the data
 */
record HandOver(
        UUID terminationId,
        String transferee,
        String law,
        String evidence,
        Instant handedOverAt,
        @Nullable UUID afterCase,
        long cases,
        @Nullable Instant finishedAt) {}
