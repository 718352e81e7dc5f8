package covenant.consent.grant;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One answer to one question.
 *
 * @param categories empty means: all that are enabled for the purpose
 * @param necessityShown the text about necessity and effect that was shown; with every separate consent (PIPL art. 30)
 * @param until last valid day
 */
record GrantItem(
        String purpose,
        Answer answer,
        List<String> categories,
        @Nullable String recipient,
        boolean separate,
        @Nullable String necessityShown,
        @Nullable LocalDate until,
        @Nullable Guardian guardian) {

    enum Answer {
        GRANT,
        DECLINE
    }

    record Guardian(String guardianId, String evidence) {}
}
