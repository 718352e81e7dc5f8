package covenant.consent.grant;

import covenant.consent.subject.LiveConsent;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One answer to one question.
 *
 * @param categories empty means: all that are enabled for the purpose
 * @param necessityShown the text about necessity and effect that was shown; with every separate consent (PIPL art. 30)
 * @param until last valid day
 * @param source the third party that the data may come from, as in {@link LiveConsent#source}
 */
record GrantItem(
        String purpose,
        Answer answer,
        List<String> categories,
        @Nullable String recipient,
        boolean separate,
        @Nullable String necessityShown,
        @Nullable LocalDate until,
        @Nullable Guardian guardian,
        @Nullable String source) {

    /** About what we collect ourselves. */
    GrantItem(
            String purpose,
            Answer answer,
            List<String> categories,
            @Nullable String recipient,
            boolean separate,
            @Nullable String necessityShown,
            @Nullable LocalDate until,
            @Nullable Guardian guardian) {
        this(purpose, answer, categories, recipient, separate, necessityShown, until, guardian, null);
    }

    String place() {
        return LiveConsent.place(purpose, source);
    }

    enum Answer {
        GRANT,
        DECLINE
    }

    record Guardian(String guardianId, String evidence) {}
}
