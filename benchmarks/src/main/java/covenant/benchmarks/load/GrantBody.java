package covenant.benchmarks.load;

import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import covenant.local.stack.StackException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The consent that every person gives: one separate consent for one sensitive category (requirements 3: {@code REAL_NAME_VERIFICATION} of
 * {@code financial.bank_card}), with all its evidence.
 */
public record GrantBody(String policyVersion, String policySha256) implements Load.Request {

    public static final String PURPOSE = "REAL_NAME_VERIFICATION";

    /** To the policy in force. */
    public static GrantBody inForce(Stack stack) {
        Answer policy = new Api(stack.ports(), stack.keys())
                .withToken(Optional.empty())
                .get(Service.CONSENT, "/v1/policies/current");
        if (!policy.isSuccess()) {
            throw new StackException("No policy is in force: " + policy.described());
        }
        return new GrantBody(policy.at("/version"), policy.at("/sha256"));
    }

    @Override
    public byte[] body(String subjectId) {
        Instant accepted = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return """
                {"subjectId":"%s","policyVersion":"%s","policySha256":"%s","presentedAt":"%s","acceptedAt":"%s",\
                "method":"CLICK","channel":"app","appVersion":"8.4.0","locale":"zh-CN",\
                "highlightedSectionsShown":["1.1","1.5"],\
                "grants":[{"purpose":"REAL_NAME_VERIFICATION","decision":"GRANT","categories":["financial.bank_card"],\
                "separate":true,"necessityShown":"Your bank confirms that the card is yours."}]}""".formatted(subjectId, policyVersion, policySha256, accepted.minusSeconds(20), accepted)
                .getBytes(StandardCharsets.UTF_8);
    }
}
