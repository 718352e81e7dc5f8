package covenant.request.catalogue;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import covenant.platform.masking.MaskingRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A category of personal information with what the policy says about it (requirements 3.3). */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Category(
        String name,
        Label label,
        @Nullable String mask,
        List<String> purposes,
        List<String> retention,
        String state,
        boolean selfDeletable,
        boolean accessRestricted,
        boolean correctionRestricted,
        boolean selfDeletionRestricted,
        boolean thirdPerson) {

    /** How a value of another person is shown; without a rule nothing of it is. */
    public MaskingRule maskingRule() {
        return mask == null ? MaskingRule.FULL : MaskingRule.valueOf(mask);
    }

    /** A verified identity field: to correct it the identity is verified anew, by document (R-5.1.1-1). */
    public boolean identityField() {
        return name.equals("basic.name") || name.startsWith("identity.");
    }
}
