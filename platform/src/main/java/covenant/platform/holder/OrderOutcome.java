package covenant.platform.holder;

import java.util.Set;

/** What a holder says it did. */
public enum OrderOutcome {
    ERASED,
    ANONYMISED,
    /** "Not found" counts as done (R-4.2.2-5). */
    NOTHING_HELD,
    DELIVERED,
    APPLIED;

    /** The outcomes that an order of this kind can have. */
    static Set<OrderOutcome> of(OrderKind kind) {
        return switch (kind) {
            case ACCESS -> Set.of(DELIVERED, NOTHING_HELD);
            case CORRECTION, RESTRICTION -> Set.of(APPLIED, NOTHING_HELD);
            case ERASURE -> Set.of(ERASED, ANONYMISED, NOTHING_HELD);
        };
    }
}
