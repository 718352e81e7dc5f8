package covenant.request.export;

import java.util.List;
import java.util.stream.Collectors;

/** The retention rules of the catalogue in words for the person. */
public final class RetentionWords {
    private RetentionWords() {}

    public static String of(List<String> rules) {
        return rules.stream().map(RetentionWords::of).collect(Collectors.joining("；"));
    }

    private static String of(String rule) {
        return switch (rule) {
            case "M1" -> "账户注销后一个月 (one month after the account is closed)";
            case "AML-ID" ->
                "依反洗钱法，业务关系结束后至少十年 (by the Anti-Money-Laundering Law, 10 years after the relationship ends)";
            case "AML-TX" -> "依反洗钱法，交易记录自生成起至少十年 (by the Anti-Money-Laundering Law, 10 years from the record)";
            case "PUR" -> "目的实现后即删除，最迟账户注销后一个月 (until the purpose is done)";
            case "OTP-10M" -> "不超过十分钟 (at most ten minutes)";
            case "UNLINK" -> "解除关联时 (until unlinked)";
            case "COOKIE-LIFETIME" -> "至Cookie有效期止 (for the cookie's lifetime)";
            case "LOG-6M" -> "依网络安全法，日志至少六个月 (by the Cybersecurity Law, six months)";
            case "DEFAULT-5Y" -> "违约终止后不超过五年 (at most five years after the default ends)";
            case "EVIDENCE-3Y" -> "删除后三年，仅作凭证 (three years after erasure, as evidence)";
            default -> rule;
        };
    }
}
