package covenant.contracts;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pseudonymous id of an account, under the same rule as {@link SubjectId}. */
public record AccountId(String value) {

    /** @throws IdentifierRefusedException if {@link #check} finds a violation */
    public AccountId {
        Pseudonym.require("accountId", value);
    }

    /** What is wrong with the value; empty if nothing is. Null is malformed. */
    public static Optional<Violation> check(@Nullable String value) {
        return Pseudonym.check(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
