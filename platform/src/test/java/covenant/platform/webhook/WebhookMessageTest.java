package covenant.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookMessageTest {
    private static final WebhookSecret SECRET = WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    /** The vector of the reference libraries of Standard Webhooks. */
    @Test
    void signsAsTheReferenceLibrariesDo() {
        WebhookMessage message = new WebhookMessage("msg_p5jXN8AQM9LWM0D4loKWxJek", BODY);

        String signature = message.signature(Instant.ofEpochSecond(1614265330), List.of(SECRET));

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void everySecretSignsWhileTheReceiverChangesOver() {
        WebhookSecret older = SECRET.derive("older");
        WebhookMessage message = new WebhookMessage("msg_1", BODY);
        Instant at = Instant.ofEpochSecond(1614265330, 999_999_999);

        String signature = message.signature(at, List.of(SECRET, older));

        assertThat(signature)
                .isEqualTo(message.signature(at, List.of(SECRET)) + " " + message.signature(at, List.of(older)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "msg 1", "msg\n1"})
    void anIdThatCouldShiftTheSignedContentIsRefused(String id) {
        assertThatThrownBy(() -> new WebhookMessage(id, BODY)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_c2hvcnQ=", "whsec_%%%%"})
    void whatIsNoSecretIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> WebhookSecret.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("c2hvcnQ");
    }

    @Test
    void derivedSecretsDifferByNameAndAreNotShown() {
        assertThat(SECRET.derive("holder:a").reveal())
                .startsWith("whsec_")
                .isEqualTo(SECRET.derive("holder:a").reveal())
                .isNotEqualTo(SECRET.derive("holder:b").reveal());
        assertThat(SECRET.toString()).doesNotContain("MfKQ");
    }
}
