package covenant.consent.blacklist;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry on a default, without what it says of the person: that is encrypted and apart.
 *
 * <pre>
 * IN_FORCE -> DISPUTED -> IN_FORCE (upheld) | REMOVED
 *     \-----------\---> ENDED (its last day is over)
 * </pre>
 *
 * @param endsOn last day, at most five years after the default ended
 * @param disputeDue by then the dispute is to be decided
 * @param law on which the entry is kept when the account is erased (R-3.1.6-3)
 */
record BlacklistEntry(
        UUID id,
        String subjectId,
        LocalDate startedOn,
        @Nullable LocalDate defaultEndedOn,
        LocalDate reviewOn,
        LocalDate endsOn,
        @Nullable String law,
        @Nullable String article,
        String recordedBy,
        Instant recordedAt,
        @Nullable Dispute dispute,
        @Nullable Instant removedAt,
        @Nullable String removalCause) {

    enum Status {
        IN_FORCE,
        DISPUTED,
        ENDED,
        REMOVED
    }

    enum Outcome {
        UPHELD,
        REMOVED
    }

    /** The person says that it is wrong; undecided while {@code outcome} is absent. */
    record Dispute(
            Instant disputedAt,
            Instant due,
            @Nullable Outcome outcome,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt) {

        boolean open() {
            return outcome == null;
        }
    }

    /** Names this dispute among those of the entry, for its alarm. */
    String disputeReference() {
        return dispute == null ? id.toString() : id + "/" + dispute.disputedAt().getEpochSecond();
    }

    /** Compared with the calendar, whatever sweeps have or have not done yet. */
    Status status(LocalDate today) {
        if (removedAt != null) {
            return "ended".equals(removalCause) ? Status.ENDED : Status.REMOVED;
        }
        if (endsOn.isBefore(today)) {
            return Status.ENDED;
        }
        return disputed() ? Status.DISPUTED : Status.IN_FORCE;
    }

    boolean disputed() {
        return dispute != null && dispute.open();
    }

    boolean keptByLaw() {
        return law != null && article != null;
    }
}
