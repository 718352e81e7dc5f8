package covenant.consent.erasure;

import java.time.Instant;

/**
 * A person was erased: told inside the transaction, after the key was shredded, so that each feature forgets what it holds of the
 * person or puts it under the pseudonym.
 */
public record SubjectForgotten(String subjectId, String pseudonym, Instant at) {
    @Override
    public String toString() {
        return "SubjectForgotten[redacted]";
    }
}
