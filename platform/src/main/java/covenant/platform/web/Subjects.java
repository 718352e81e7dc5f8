package covenant.platform.web;

import covenant.contracts.AccountId;
import covenant.contracts.SubjectId;
import covenant.contracts.Violation;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Identifiers as callers send them: well-formed and pseudonymous, or refused without repeating the value. */
public final class Subjects {
    private Subjects() {}

    /** @throws covenant.platform.problem.RefusedException 422 {@code SUBJECT_ID_IS_PERSONAL_DATA} or {@code VALIDATION_FAILED} */
    public static String requireSubjectId(String value) {
        return require("subjectId", value, SubjectId.check(value));
    }

    /** As {@link #requireSubjectId(String)}, of one among many: {@code field} is its path. */
    public static String requireSubjectId(String value, String field) {
        return require(field, value, SubjectId.check(value));
    }

    /** The same rule for accounts. */
    public static String requireAccountId(String value) {
        return require("accountId", value, AccountId.check(value));
    }

    private static String require(String field, String value, Optional<Violation> violation) {
        if (violation.isEmpty()) {
            return value;
        }
        if (violation.get().personalData()) {
            throw new Refusal(
                            ProblemCode.SUBJECT_ID_IS_PERSONAL_DATA,
                            "The identifier looks like personal data; use a pseudonymous one.",
                            List.of(new covenant.platform.problem.Violation(field, "looks like personal data")),
                            Map.of())
                    .asException();
        }
        throw Refusal.invalid(field, "must be 1-64 of A-Z a-z 0-9 . _ : -").asException();
    }
}
