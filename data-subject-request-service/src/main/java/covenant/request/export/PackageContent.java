package covenant.request.export;

import covenant.platform.masking.MaskingRule;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a package says besides the data itself (R-5.1.2-2). Pure data: written as JSON as it stands, and as HTML.
 *
 * @param notHeld asked for, and held by no system
 * @param missing holders that have not answered yet; their part follows
 */
record PackageContent(
        UUID requestId,
        String type,
        String subjectId,
        String controller,
        String contact,
        String responsible,
        Instant builtAt,
        boolean partial,
        List<CategoryEntry> categories,
        List<Recipient> recipients,
        List<Exception> exceptions,
        List<Consent> consents,
        List<Restricted> restricted,
        List<Restricted> notHeld,
        List<Withheld> withheld,
        List<String> missing) {

    /** @param sources the systems that handed it in */
    record CategoryEntry(
            String name,
            String label,
            String labelEn,
            List<String> purposes,
            List<String> sources,
            Retention retention) {}

    /** @param until known once a case runs; before that {@code rule} says it in words */
    record Retention(
            @Nullable Instant until, String rule, @Nullable String law) {}

    record Recipient(String recipient, String ground, String purpose, List<String> categories, Instant at) {}

    /** A use without consent, by an exception of policy 1.3. */
    record Exception(String code, String purpose, String category, Instant at) {}

    /** What the consent-service holds: for which purpose she agreed to what. */
    record Consent(String purpose, String status, List<String> categories) {}

    /** A system that did not hand in its part, and what it says: law and article, or its refusal. */
    record Withheld(String holder, List<String> categories, String reason) {}

    /** Named, never left out in silence (R-5.1.3-1). */
    record Restricted(String category, String label, String reason) {}

    /**
     * One holder's data.
     *
     * @param masks how values of other people are shown, by category (R-CAT-4)
     */
    record Source(String holderId, String holderName, Map<String, MaskingRule> masks, Opening data) {
        InputStream open() throws IOException {
            return data.open();
        }
    }

    /** Opens the data anew each time. */
    interface Opening {
        InputStream open() throws IOException;
    }
}
