package covenant.benchmarks.consent;

import covenant.benchmarks.load.GrantBody;
import covenant.benchmarks.load.Load;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** As {@link GrantBody}, with many grants in one request, each to another recipient. */
record GrantsBody(String policyVersion, String policySha256, int grants) implements Load.Request {

    @Override
    public byte[] body(String subjectId) {
        Instant accepted = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String items =
                IntStream.rangeClosed(1, grants).mapToObj(GrantsBody::item).collect(Collectors.joining(","));
        return """
                {"subjectId":"%s","policyVersion":"%s","policySha256":"%s","presentedAt":"%s","acceptedAt":"%s",\
                "method":"CLICK","channel":"app","appVersion":"8.4.0","locale":"zh-CN",\
                "highlightedSectionsShown":["1.1","1.5"],"grants":[%s]}""".formatted(subjectId, policyVersion, policySha256, accepted.minusSeconds(20), accepted, items)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String item(int number) {
        return """
                {"purpose":"REAL_NAME_VERIFICATION","decision":"GRANT","categories":["financial.bank_card"],"recipient":"verifier-%d",\
                "separate":true,"necessityShown":"Your bank confirms that the card is yours."}""".formatted(number);
    }
}
