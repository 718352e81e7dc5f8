package covenant.notification.incident;

import covenant.contracts.IncidentEvent.Grade;
import covenant.contracts.IncidentEvent.Phase;
import covenant.contracts.IncidentEvent.State;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of an incident's life; pure (R-4.1.3-1 to -6). */
final class IncidentRules {
    private static final long MILLION = 1_000_000;

    /** How far a caller's clock may be ahead of ours. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    private IncidentRules() {}

    /** What is told as done has been done: else a deadline would count from, or stop at, what nobody did yet. */
    static void requirePast(String field, Instant at, Instant now) {
        if (at.isAfter(now.plus(SKEW))) {
            throw Refusal.invalid(field, "must not lie in the future").asException();
        }
    }

    /** 1 million persons: 较大; 10 million: 重大; 100 million: 特别重大, each inclusive. */
    static Grade suggested(long subjects) {
        if (subjects >= 100 * MILLION) {
            return Grade.EXTREMELY_SEVERE;
        }
        if (subjects >= 10 * MILLION) {
            return Grade.SEVERE;
        }
        return subjects >= MILLION ? Grade.LARGER : Grade.GENERAL;
    }

    static boolean lowers(Grade from, Grade to) {
        return to.compareTo(from) < 0;
    }

    /** The state after these phases and, where a person graded it, that assessment. States only go forward. */
    static State after(State state, Set<Phase> recorded, boolean assessed) {
        if (state != State.REPORTED && state != State.ASSESSED) {
            return state;
        }
        boolean isAssessed = assessed || state == State.ASSESSED || recorded.contains(Phase.ANALYSIS);
        if (!isAssessed) {
            return State.REPORTED;
        }
        return recorded.contains(Phase.STOP_LOSS) ? State.CONTAINED : State.ASSESSED;
    }

    /** Why an operator cannot set this state; empty means the move is legal. */
    static Optional<Refusal> move(Incident incident, State to, boolean everyoneTold) {
        State from = incident.state();
        boolean legal = switch (to) {
            case ASSESSED -> from == State.REPORTED;
            case CONTAINED -> from == State.ASSESSED;
            case NOTIFIED -> from == State.NOTIFYING && everyoneTold;
            case CLOSED ->
                from == State.NOTIFIED
                        || (incident.waiverReason() != null && (from == State.ASSESSED || from == State.CONTAINED));
            // NOTIFYING is entered by releasing the notice, REPORTED by reporting.
            case REPORTED, NOTIFYING -> false;
        };
        return legal
                ? Optional.empty()
                : Optional.of(Refusal.of(
                                ProblemCode.STATE_CONFLICT,
                                to == State.NOTIFIED && from == State.NOTIFYING
                                        ? "Somebody is neither reached nor covered by an announcement."
                                        : "An incident does not go from " + from + " to " + to + ".")
                        .with("state", from));
    }

    /** Elements without which no breach notice goes out, each named (PIPL art. 57 para. 1; policy 4.1.3(2)). */
    static List<Violation> missingElements(Incident.Details d) {
        List<Violation> missing = new ArrayList<>();
        if (d.categories().isEmpty()) {
            missing.add(missing("categories", "the kinds of personal data"));
        }
        require(missing, "facts", d.facts(), "what happened");
        require(missing, "cause", d.cause(), "the cause");
        require(missing, "possibleHarm", d.possibleHarm(), "the possible harm");
        require(missing, "measures", d.measures(), "the measures taken or planned");
        require(missing, "selfProtection", d.selfProtection(), "what the person can do");
        require(missing, "remedies", d.remedies(), "the remedies");
        require(missing, "contact", d.contact(), "the contact of the operator");
        return missing;
    }

    /** Why a notice cannot be released in this state. */
    static Optional<Refusal> release(Incident incident, boolean correction) {
        return switch (incident.state()) {
            case REPORTED, ASSESSED, CONTAINED -> Optional.empty();
            case NOTIFYING -> Optional.of(conflict("A notice is on its way."));
            case NOTIFIED ->
                correction
                        ? Optional.empty()
                        : Optional.of(conflict("Everyone was told; a correction must be asked for as such."));
            case CLOSED -> Optional.of(conflict("The incident is closed."));
        };
    }

    /** Whether an authority's demand starts a notice: none is on its way or done (R-4.1.3-6). A closed incident opens for it. */
    static boolean demandStarts(Incident incident) {
        return switch (incident.state()) {
            case REPORTED, ASSESSED, CONTAINED -> true;
            case NOTIFYING, NOTIFIED -> false;
            case CLOSED -> incident.notices() == 0;
        };
    }

    private static Refusal conflict(String detail) {
        return Refusal.of(ProblemCode.STATE_CONFLICT, detail);
    }

    private static void require(List<Violation> missing, String field, @Nullable String value, String what) {
        if (value == null || value.isBlank()) {
            missing.add(missing(field, what));
        }
    }

    private static Violation missing(String field, String what) {
        return new Violation(field, "is missing: " + what);
    }
}
