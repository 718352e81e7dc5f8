package covenant.contracts;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pseudonymous id of a data subject: 1 to 64 of {@code A-Z a-z 0-9 . _ : -}, and nothing that looks like a mainland mobile
 * number, resident identity number, bank card or e-mail address. It may stand in events, logs and URLs.
 */
public record SubjectId(String value) {

    /** @throws IdentifierRefusedException if {@link #check} finds a violation */
    public SubjectId {
        Pseudonym.require("subjectId", value);
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
