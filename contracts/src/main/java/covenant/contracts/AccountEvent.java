package covenant.contracts;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Facts about accounts, mostly from the company's own account system. The subject stands in the envelope. An instant that
 * is left out is the envelope's {@code occurredAt}.
 */
public sealed interface AccountEvent extends Event {

    /** A person opened an account: from now on the company's own systems are taken to hold data on her. */
    record AccountOpened(String accountId, @Nullable Instant openedAt) implements AccountEvent {}

    /** Use stops now, erasure falls due one calendar month later (policy 1.5.3, 4.2.2). */
    record AccountClosed(String accountId, @Nullable Instant closedAt) implements AccountEvent {}

    /** Cancels an erasure that was not ordered yet; consents are not revived (R-4.2.2-7). */
    record AccountReopened(String accountId, @Nullable Instant reopenedAt) implements AccountEvent {}

    /**
     * It was proved that the person died.
     *
     * @param reference file number of the proof; the proof itself stays with who checked it (PIPL art. 49)
     */
    record SubjectDeceased(
            @Nullable Instant reportedAt, @Nullable String reference) implements AccountEvent {}

    /**
     * The service will end; every person is to be told at least 30 full days before (policy 4.2.3).
     *
     * @param previousTerminateAt the instant that this one replaces when the end is moved
     */
    record ServiceTerminationScheduled(
            UUID terminationId,
            Instant terminateAt,
            @Nullable Instant previousTerminateAt) implements AccountEvent {}

    /** The service ended: everything is to be erased, whatever the state of the accounts (policy 4.2.3). */
    record ServiceTerminationExecuted(UUID terminationId, Instant terminateAt, Instant executedAt)
            implements AccountEvent {}
}
