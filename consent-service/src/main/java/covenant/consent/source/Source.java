package covenant.consent.source;

import covenant.consent.evidence.Evidence;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A third party from which data may come (policy 1.1.3, 1.4.2).
 *
 * @param evidence that it holds the data lawfully and may pass it on
 * @param validUntil last day on which the proof counts
 */
public record Source(
        String id,
        String name,
        Kind kind,
        List<String> categories,
        Evidence evidence,
        @Nullable LocalDate validUntil) {

    /** Before the provider's name, as the source of what a linked account gives; no registered source is called so. */
    public static final String LOGIN = "login:";

    /** A query at a credit agency needs written consent (征信业管理条例 art. 18). */
    public enum Kind {
        AFFILIATE,
        PARTNER,
        CREDIT_AGENCY,
        OTHER
    }
}
