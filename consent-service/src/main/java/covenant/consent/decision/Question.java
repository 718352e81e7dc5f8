package covenant.consent.decision;

import org.jspecify.annotations.Nullable;

/**
 * May this category be used for this purpose of this person?
 *
 * @param source where the data comes from: DIRECT, AUTOMATIC or THIRD_PARTY (policy 1.1)
 * @param recipient the registered holder that shall get it
 */
record Question(
        String subjectId,
        String purpose,
        String category,
        @Nullable String source,
        @Nullable String recipient) {}
