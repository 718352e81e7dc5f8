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
        @Nullable String group,
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

    /** Why this category is not open, with the law that says so (R-5.1.3-1); the restriction ends with its retention. */
    public String restriction() {
        if (retention.stream().anyMatch("LOG-6M"::equals)) {
            return "政策5.1.3；网络安全法第二十三条：安全日志依法留存 (policy 5.1.3; Cybersecurity Law art. 23: security logs)";
        }
        if (retention.stream().anyMatch("EVIDENCE-3Y"::equals)) {
            return "个人信息保护法第五十六条：同意凭证依法留存 (PIPL art. 56: evidence of consents)";
        }
        return "financial".equals(group)
                ? "政策5.1.3；反洗钱法第三十四条：使用金融产品时产生的信息依法保持原样"
                        + " (policy 5.1.3; Anti-Money-Laundering Law art. 34: records of financial products stay as they are)"
                : "政策5.1.3；个人信息保护法第四十五条：设备和安全信息不开放更正和自助删除"
                        + " (policy 5.1.3; PIPL art. 45: device and security data are not open to correction)";
    }

    /** A verified identity field: to correct it the identity is verified anew, by document (R-5.1.1-1). */
    public boolean identityField() {
        return name.equals("basic.name") || name.startsWith("identity.");
    }
}
