package covenant.platform.holder;

import java.time.Instant;
import java.util.UUID;

/**
 * What the service that ordered does about answers and silence. Every method runs in the transaction that changed the
 * order and gets the order as it now stands; an exception undoes both.
 */
public interface OrderOutcomes {

    /** Called before the order's row is locked: lock the owner's row here, so that owner always comes before order. */
    default void lockOwner(UUID ownerId) {}

    /**
     * Whether the service can take this confirmation at all; called before anything of it is stored.
     *
     * @throws covenant.platform.problem.RefusedException if not: the order stays as it was
     */
    default void requireAcceptable(HolderOrder order) {}

    void confirmed(HolderOrder order);

    /** Freed from an erasure by law or by its own authorisation, with evidence (R-5.2-5). */
    void exempt(HolderOrder order);

    /** Said no without proof: an erasure stays open with its status, other orders are {@code REJECTED}. */
    void rejected(HolderOrder order);

    /** Once, when {@code dueBy} has passed without an answer. */
    void overdue(HolderOrder order);

    /** Once, some time after {@code dueBy}, or when a webhook could not be delivered for 72 hours. */
    void escalated(HolderOrder order);

    /** A webhook took the order. */
    default void requested(HolderOrder order) {}

    /** No backup of the holder is older than this (policy 5.2). */
    default void backupRefreshed(String holderId, Instant refreshedAt) {}

    /** The holder restores a backup and waits for the erasures since (R-5.2-9). */
    default void restoreStarted(String holderId, Instant backupTakenAt) {}
}
