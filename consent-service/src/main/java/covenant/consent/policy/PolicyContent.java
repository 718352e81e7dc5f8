package covenant.consent.policy;

import covenant.consent.catalogue.Purpose;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy version says, text and structure; never changed once written (R-PRE-1).
 *
 * @param version an increasing integer
 * @param highlightedSections ids of the sections that the policy prints bold and underlined
 * @param recipients those to whom data is shared, transferred or published
 * @param refusalGrounds grounds on which a request may be refused (policy 5.2.2)
 * @param safeguards masking and security measures that the policy promises (policy 4.1)
 */
public record PolicyContent(
        String version,
        String locale,
        String title,
        String text,
        List<String> highlightedSections,
        Controller controller,
        DeclaredChange declaredChange,
        List<PolicyPurpose> purposes,
        List<PolicyRecipient> recipients,
        List<Right> rights,
        List<String> refusalGrounds,
        List<String> safeguards) {

    public enum DeclaredChange {
        EDITORIAL,
        MATERIAL
    }

    /** Who answers for the data, how to reach them, and the personal-information officer (PIPL art. 17, 52). */
    public record Controller(String name, String contact, String dpo) {}

    /**
     * @param automated decides by machine with effect on the person's rights (PIPL art. 24); a credit assessment always does
     * @param retention ISO-8601 period or a word of explanation; longer than one month only under a legal duty
     */
    public record PolicyPurpose(
            String code,
            String name,
            boolean mandatory,
            String basis,
            List<String> categories,
            boolean separate,
            List<String> optionalParts,
            @Nullable String retention,
            @Nullable Boolean automated) {

        PolicyPurpose(
                String code,
                String name,
                boolean mandatory,
                String basis,
                List<String> categories,
                boolean separate,
                List<String> optionalParts,
                @Nullable String retention) {
            this(code, name, mandatory, basis, categories, separate, optionalParts, retention, null);
        }

        boolean automatedDecision() {
            return Boolean.TRUE.equals(automated) || code.equals(Purpose.CREDIT_ASSESSMENT);
        }
    }

    public record PolicyRecipient(
            String id, String kind, boolean main, List<String> purposes, List<String> categories) {}

    /**
     * @param within ISO-8601 period to the answer; absent where it is immediate
     * @param selfService the person does it alone, without a request
     */
    public record Right(String right, String how, @Nullable String within, boolean selfService) {}

    int number() {
        return Integer.parseInt(version);
    }
}
