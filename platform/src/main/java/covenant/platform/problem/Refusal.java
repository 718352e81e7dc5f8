package covenant.platform.problem;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An expected "no" as a value: what a decider returns and {@link RefusedException} carries to the edge.
 *
 * @param detail one sentence for the caller, without any personal value (policy 1.5.4)
 * @param violations the fields concerned, for 422 and 400; may be empty
 * @param extensions further members of the problem document, e.g. {@code requestId} of a duplicate
 */
public record Refusal(ProblemCode code, String detail, List<Violation> violations, Map<String, Object> extensions) {

    public Refusal {
        violations = List.copyOf(violations);
        extensions = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
    }

    public static Refusal of(ProblemCode code, String detail) {
        return new Refusal(code, detail, List.of(), Map.of());
    }

    /** A 422 {@code VALIDATION_FAILED} that names one field. */
    public static Refusal invalid(String field, String message) {
        return invalid(List.of(new Violation(field, message)));
    }

    public static Refusal invalid(List<Violation> violations) {
        return new Refusal(
                ProblemCode.VALIDATION_FAILED, "The request is understood but not valid.", violations, Map.of());
    }

    public Refusal with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extensions);
        more.put(member, value);
        return new Refusal(code, detail, violations, more);
    }

    public RefusedException asException() {
        return new RefusedException(this);
    }
}
