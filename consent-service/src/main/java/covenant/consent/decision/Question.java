package covenant.consent.decision;

import covenant.consent.subject.LiveConsent;
import org.jspecify.annotations.Nullable;

/**
 * May this category be used for this purpose of this person?
 *
 * @param source where the data comes from: DIRECT, AUTOMATIC or THIRD_PARTY (policy 1.1)
 * @param recipient the registered holder that shall get it
 * @param sourceId the one third-party source, where the asker knows it
 */
record Question(
        String subjectId,
        String purpose,
        String category,
        @Nullable String source,
        @Nullable String recipient,
        @Nullable String sourceId) {

    Question(String subjectId, String purpose, String category, @Nullable String source, @Nullable String recipient) {
        this(subjectId, purpose, category, source, recipient, null);
    }

    boolean fromThirdParty() {
        return sourceId != null || LiveConsent.ANY_THIRD_PARTY.equals(source);
    }
}
