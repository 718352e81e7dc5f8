package covenant.request.request;

import covenant.contracts.DsrEvent.CancellationCause;
import covenant.contracts.DsrEvent.Outcome;
import covenant.contracts.DsrEvent.RefusalGround;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a request stands (requirements 0.5). Overdue is a flag, no state.
 *
 * <pre>
 * Received -> IdentityPending -> Verified -> InReview -> Accepted -> Executing -> Completed
 *      \            |    ^          \           \------> Refused        (restriction) |
 *       \           v    |           \-----------------> Refused                      v
 *        \-> ClosedUnverified                                      Cancelled <-- lifted
 * </pre>
 */
public sealed interface RequestState {

    /** The name on the outside, as in {@code IDENTITY_PENDING}. */
    String status();

    /** Whether work is left; an open request cannot be filed a second time. */
    default boolean open() {
        return switch (this) {
            case Received r -> true;
            case IdentityPending p -> true;
            case Verified v -> true;
            case InReview r -> true;
            case Accepted a -> true;
            case Executing e -> true;
            case Completed c -> false;
            case Refused r -> false;
            case ClosedUnverified c -> false;
            case Cancelled c -> false;
        };
    }

    /** The proof of identity, where there is one: without it nothing personal leaves (R-5.2.1-2). */
    default Optional<Proof> proof() {
        return switch (this) {
            case Received r -> Optional.empty();
            case IdentityPending p -> Optional.empty();
            case Verified v -> Optional.of(v.by());
            case InReview r -> Optional.of(r.by());
            case Accepted a -> Optional.of(a.by());
            case Executing e -> Optional.of(e.by());
            case Completed c -> Optional.of(c.by());
            case Refused r -> Optional.of(r.by());
            case ClosedUnverified c -> Optional.empty();
            case Cancelled c -> Optional.ofNullable(c.by());
        };
    }

    /** @param expiresAt closed as unverified from here on */
    record Received(Instant expiresAt) implements RequestState {
        @Override
        public String status() {
            return "RECEIVED";
        }
    }

    record IdentityPending(Instant expiresAt) implements RequestState {
        @Override
        public String status() {
            return "IDENTITY_PENDING";
        }
    }

    record Verified(Proof by) implements RequestState {
        @Override
        public String status() {
            return "VERIFIED";
        }
    }

    /** A person has to decide. */
    record InReview(Proof by) implements RequestState {
        @Override
        public String status() {
            return "IN_REVIEW";
        }
    }

    record Accepted(Proof by, Instant acceptedAt) implements RequestState {
        @Override
        public String status() {
            return "ACCEPTED";
        }
    }

    /** @param answeredAt set once a partial answer went out: the rest is still worked on (AC-57) */
    record Executing(Proof by, Instant acceptedAt, @Nullable Instant answeredAt) implements RequestState {
        @Override
        public String status() {
            return "EXECUTING";
        }
    }

    record Completed(Proof by, Outcome outcome, Instant answeredAt, Instant completedAt) implements RequestState {
        @Override
        public String status() {
            return "COMPLETED";
        }
    }

    /** @param secret telling the ground would itself break the law (R-5.2.2-2) */
    record Refused(Proof by, RefusalGround ground, boolean secret, Instant refusedAt) implements RequestState {
        @Override
        public String status() {
            return "REFUSED";
        }
    }

    /** Can be taken up again by proving the identity after all (AC-51). */
    record ClosedUnverified(Instant closedAt) implements RequestState {
        @Override
        public String status() {
            return "CLOSED_UNVERIFIED";
        }
    }

    record Cancelled(@Nullable Proof by, CancellationCause cause, Instant cancelledAt) implements RequestState {
        @Override
        public String status() {
            return "CANCELLED";
        }
    }
}
