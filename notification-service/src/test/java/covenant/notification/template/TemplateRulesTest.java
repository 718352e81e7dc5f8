package covenant.notification.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.platform.problem.Violation;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateRulesTest {
    private final TemplateEngine engine = new TemplateEngine();
    private final TemplateCheck check = new TemplateCheck(engine);

    @ParameterizedTest
    @Tag("R-1.2.3-3")
    @Tag("AC-84")
    @ValueSource(
            strings = {
                "本月优惠，欢迎使用",
                "限 时 抢 购",
                "限-时-折-扣",
                "恭喜您获得红包",
                "A DISCOUNT for you",
                "Only today: 30% off",
                "ｄｉｓｃｏｕｎｔ",
                "Special offer",
                "邀请好友得好礼"
            })
    void advertisingIsFoundHoweverItIsWritten(String text) {
        assertThat(MarketingWords.find(text)).isPresent();
        assertThat(check.onApproval(MessageClass.SERVICE, "", text)).isNotEmpty();
        assertThat(check.onApproval(MessageClass.MARKETING, "", text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"您的账户已注销", "Your account is closed", "We pay for new cards", "补救措施：免费更换银行卡", "wholesale"})
    void plainNoticesAreNoAdvertising(String text) {
        assertThat(MarketingWords.find(text)).isEmpty();
    }

    @ParameterizedTest
    @Tag("R-4.1.3-3")
    @CsvSource({
        "breach,        BREACH,      EMAIL, 'Hello {facts} {categories} {cause} {possibleHarm} {measures} {remedies} {contact}', selfProtection",
        "policy-change, POLICY,      SMS,   'From {effectiveAt}',         changes",
        "termination,   TERMINATION, EMAIL, 'The service ends.',          terminateAt",
        "identity-code, SERVICE,     SMS,   'Here it is.',                code",
        "x,             SERVICE,     EMAIL, 'Hello {name',                body",
        "x,             SERVICE,     EMAIL, 'Hello {name.raw}',           body",
        "x,             SERVICE,     EMAIL, '{cdi:clock.now}',            body",
        "x,             SERVICE,     EMAIL, '{#each 1000000000}x{/each}', body",
        "x,             SERVICE,     EMAIL, '{#for i in 9}x{/for}',       body",
        "x,             SERVICE,     EMAIL, '{#include y /}',             body"
    })
    void whatATextMustHoldIsCheckedOnSave(
            String name, MessageClass messageClass, Channel channel, String body, String field) {
        assertThat(check.onSave(name, messageClass, channel, "Subject", body))
                .extracting(Violation::field)
                .contains(field);
    }

    @Test
    void aSubjectIsOneLineAndATextMessageShort() {
        assertThat(check.onSave("x", MessageClass.SERVICE, Channel.EMAIL, "a\nBcc: b@example.org", "text"))
                .extracting(Violation::field)
                .containsExactly("subject");
        assertThat(check.onSave("x", MessageClass.SERVICE, Channel.SMS, "", "a".repeat(501)))
                .extracting(Violation::field)
                .containsExactly("body");
    }

    @Test
    void parametersBreakOutOfNoChannel() {
        Rendered r = render(
                "Case {id}",
                "{text}",
                Map.of("id", "1\r\nBcc: v@example.org\u202E", "text", "<b>&\"x\"</b>\u0000{id}"));

        assertThat(r.subject()).isEqualTo("Case 1 Bcc: v@example.org");
        assertThat(r.text()).isEqualTo("<b>&\"x\"</b>{id}");
        assertThat(r.html())
                .contains("&lt;b&gt;&amp;&quot;x&quot;&lt;/b&gt;{id}")
                .doesNotContain("<b>");
    }

    @Test
    @Tag("T-1")
    void instantsBecomeBeijingTimeInWordsOfTheLanguage() {
        Map<String, String> given = Map.of("at", "2026-11-24T16:00:00Z", "note@en", "hello", "note@zh-CN", "你好");

        assertThat(Localised.parameters(given, "en"))
                .containsEntry("at", "25 November 2026, 00:00 (Beijing time)")
                .containsEntry("note", "hello");
        assertThat(Localised.parameters(given, "zh-CN"))
                .containsEntry("at", "2026年11月25日 00:00（北京时间）")
                .containsEntry("note", "你好");
    }

    @Test
    void aMissingRequiredParameterIsNotRenderedAsNothing() {
        Template t = template("identity-code", "Code", "{code}");

        assertThatThrownBy(() -> templates().render(t, Map.of()))
                .isInstanceOf(Templates.UnrenderableException.class)
                .hasMessage("TEMPLATE_PARAMETER_MISSING");
    }

    @ParameterizedTest
    @CsvSource({"zh, zh-CN", "zh-HK, zh-CN", "en-GB, en", "fr, en", ", zh-CN"})
    void everyoneIsWrittenToInTheNearestLanguage(String asked, String nearest) {
        assertThat(Locales.nearest(asked)).isEqualTo(nearest);
    }

    private Rendered render(String subject, String body, Map<String, String> parameters) {
        return templates().render(template("x", subject, body), parameters);
    }

    @SuppressWarnings("NullAway")
    private Templates templates() {
        return new Templates(null, engine);
    }

    private static Template template(String name, String subject, String body) {
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        return new Template(
                name,
                Channel.EMAIL,
                "en",
                1,
                MessageClass.SERVICE,
                Template.Status.ACTIVE,
                subject,
                body,
                "a",
                at,
                "b",
                at);
    }
}
