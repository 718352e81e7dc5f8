package covenant.request.decision;

import covenant.contracts.DsrEvent.RefusalGround;
import covenant.contracts.DsrEvent.RequestType;
import covenant.contracts.DsrEvent.Requester;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a refusal needs (policy 5.2.2). The exceptions of 1.3 are another list and are no grounds here (R-5.2.2-1). Pure.
 */
public final class GroundRules {
    private GroundRules() {}

    /** The ground of that name; anything else is no ground at all. */
    public static Optional<RefusalGround> parse(@Nullable String name) {
        return Arrays.stream(RefusalGround.values())
                .filter(ground -> ground.name().equals(name))
                .findFirst();
    }

    /** What is wrong with refusing such a request so; empty if nothing is. */
    public static Optional<Refusal> violation(
            RequestType type,
            Requester requester,
            @Nullable String groundName,
            @Nullable String reason,
            @Nullable String evidence) {
        Optional<RefusalGround> ground = parse(groundName).filter(g -> fits(g, type, requester));
        if (ground.isEmpty()) {
            return Optional.of(Refusal.of(
                    ProblemCode.REFUSAL_GROUND_REQUIRED,
                    "A refusal needs one of the grounds of policy 5.2.2, or one that this type of request allows."));
        }
        if (reason == null || reason.isBlank()) {
            return Optional.of(
                    Refusal.of(ProblemCode.REFUSAL_REASON_REQUIRED, "A refusal needs a reason in plain language."));
        }
        if (needsEvidence(ground.get()) && (evidence == null || evidence.isBlank())) {
            return Optional.of(Refusal.invalid("evidence", "is required for this ground"));
        }
        return Optional.empty();
    }

    /** Some grounds exist for one type of request only; the five of the policy for all. */
    private static boolean fits(RefusalGround ground, RequestType type, Requester requester) {
        return switch (ground) {
            case NATIONAL_SECURITY, PUBLIC_SAFETY_HEALTH, CRIMINAL_JUSTICE, BAD_FAITH_OR_ABUSE, SERIOUS_HARM -> true;
            case STATUTORY_RETENTION, LEGAL_HOLD, NO_TRIGGER -> type == RequestType.DELETION;
            case PORTABILITY_CONDITION_UNMET -> type == RequestType.PORTABILITY;
            case INSTRUCTION_OF_DECEASED -> requester == Requester.RELATIVE_OF_DECEASED;
        };
    }

    static boolean needsEvidence(RefusalGround ground) {
        return switch (ground) {
            case NATIONAL_SECURITY,
                    PUBLIC_SAFETY_HEALTH,
                    CRIMINAL_JUSTICE,
                    BAD_FAITH_OR_ABUSE,
                    SERIOUS_HARM,
                    STATUTORY_RETENTION,
                    LEGAL_HOLD,
                    INSTRUCTION_OF_DECEASED -> true;
            case NO_TRIGGER, PORTABILITY_CONDITION_UNMET -> false;
        };
    }

    /** Whether a second person has to agree. */
    public static boolean needsApprover(RefusalGround ground) {
        return switch (ground) {
            case BAD_FAITH_OR_ABUSE, SERIOUS_HARM -> true;
            case NATIONAL_SECURITY,
                    PUBLIC_SAFETY_HEALTH,
                    CRIMINAL_JUSTICE,
                    STATUTORY_RETENTION,
                    LEGAL_HOLD,
                    NO_TRIGGER,
                    PORTABILITY_CONDITION_UNMET,
                    INSTRUCTION_OF_DECEASED -> false;
        };
    }
}
