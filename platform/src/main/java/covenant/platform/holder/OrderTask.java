package covenant.platform.holder;

import covenant.contracts.HolderOrderEvent;
import covenant.contracts.RetentionEvent;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is to be done, with what only this kind of order says. */
public sealed interface OrderTask {

    OrderKind kind();

    @Nullable
    UUID requestId();

    @Nullable
    UUID caseId();

    record Access(UUID requestId) implements OrderTask {
        @Override
        public OrderKind kind() {
            return OrderKind.ACCESS;
        }

        @Override
        public @Nullable UUID caseId() {
            return null;
        }
    }

    /**
     * The values are kept, encrypted, by the service that orders; see {@link OrderDetails}.
     *
     * @param sealedCorrections the values for a Covenant service, sealed for it alone
     */
    record Correction(UUID requestId, @Nullable String sealedCorrections) implements OrderTask {
        public Correction(UUID requestId) {
            this(requestId, null);
        }

        @Override
        public OrderKind kind() {
            return OrderKind.CORRECTION;
        }

        @Override
        public @Nullable UUID caseId() {
            return null;
        }
    }

    record Restriction(
            HolderOrderEvent.RestrictionEffect effect,
            @Nullable UUID requestId,
            @Nullable UUID caseId) implements OrderTask {
        @Override
        public OrderKind kind() {
            return OrderKind.RESTRICTION;
        }
    }

    /**
     * @param itemRef only this item of the category, as one bound card (R-5.2-1)
     * @param repeated ordered again because an old backup is being restored (R-5.2-9)
     */
    record Erasure(
            UUID caseId,
            @Nullable UUID requestId,
            @Nullable String accountId,
            RetentionEvent.Cause cause,
            HolderOrderEvent.ErasureMethod method,
            @Nullable String itemRef,
            boolean repeated)
            implements OrderTask {
        @Override
        public OrderKind kind() {
            return OrderKind.ERASURE;
        }
    }

    /** The record that holds tasks of this kind. */
    static Class<? extends OrderTask> type(OrderKind kind) {
        return switch (kind) {
            case ACCESS -> Access.class;
            case CORRECTION -> Correction.class;
            case RESTRICTION -> Restriction.class;
            case ERASURE -> Erasure.class;
        };
    }
}
