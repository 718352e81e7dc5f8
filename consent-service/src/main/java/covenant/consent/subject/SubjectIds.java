package covenant.consent.subject;

import covenant.contracts.SubjectId;
import covenant.contracts.Violation;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Refuses what is no pseudonym: 422, and the value is not repeated. */
public final class SubjectIds {
    private SubjectIds() {}

    /** The value itself, checked; for fields and path parameters named {@code subjectId}. */
    public static String require(@Nullable String value) {
        Optional<Violation> violation = SubjectId.check(value);
        if (violation.isPresent() || value == null) {
            throw refusal(violation.orElse(Violation.MALFORMED)).asException();
        }
        return value;
    }

    private static Refusal refusal(Violation violation) {
        return violation == Violation.MALFORMED
                ? Refusal.invalid("subjectId", "must be 1-64 of A-Z a-z 0-9 . _ : -")
                : Refusal.of(
                        ProblemCode.SUBJECT_ID_IS_PERSONAL_DATA,
                        "The subjectId looks like personal data; use a pseudonymous one.");
    }
}
