package covenant.notification.template;

import static covenant.notification.Api.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import covenant.contracts.NotificationEvent.Channel;
import covenant.notification.SmsGateway;
import covenant.testing.CovenantServers;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@QuarkusTestResource(SmsGateway.class)
class TemplatesIT {
    private static final List<String> SHIPPED = List.of(
            "identity-code",
            "request-received",
            "request-answered",
            "request-refused",
            "request-overdue",
            "request-question",
            "request-fee",
            "identity-locked",
            "account-closed",
            "erasure-completed",
            "policy-change",
            "reconsent",
            "breach",
            "termination",
            "vital-interest-use");

    @Inject
    Templates templates;

    @Inject
    TemplateEngine engine;

    @Test
    void everyShippedTemplateIsGoodInEveryChannelAndLanguage() {
        TemplateCheck check = new TemplateCheck(engine);
        for (String name : SHIPPED) {
            for (Channel channel : List.of(Channel.EMAIL, Channel.SMS, Channel.PUSH, Channel.IN_APP, Channel.LETTER)) {
                for (String locale : Locales.SHIPPED) {
                    Template t = templates.active(name, channel, locale).orElseThrow();
                    assertThat(check.onSave(name, t.messageClass(), t.channel(), t.subject(), t.body()))
                            .as("%s %s %s", name, channel, locale)
                            .isEmpty();
                    assertThat(check.onApproval(t.messageClass(), t.subject(), t.body()))
                            .as("%s %s %s", name, channel, locale)
                            .isEmpty();
                }
            }
        }
        for (String name : List.of("policy-change", "breach", "termination")) {
            assertThat(templates.active(name, Channel.ANNOUNCEMENT, "en")).isPresent();
        }
    }

    @Test
    @Tag("R-5.2.1-4")
    void aLockedCheckIsNoRefusalAndSaysHowToGoOn() {
        Map<String, String> parameters = Map.of("requestId", "r-9", "lockedUntil", "2026-12-24T16:00:00Z");

        var mail = templates.render("identity-locked", Channel.EMAIL, "en", parameters);
        assertThat(mail.text())
                .contains("(r-9)", "until 25 December 2026, 00:00 (Beijing time)", "no refusal", "a document");
        assertThat(templates
                        .render("identity-locked", Channel.LETTER, "zh-CN", parameters)
                        .text())
                .contains("这不是拒绝", "证明文件")
                .doesNotContain("本邮件");
    }

    @Test
    @Tag("R-5.2-2")
    @Tag("R-5.2.1-7")
    void aQuestionAndAFeeCarryTheirLetterAndSayThatNothingIsDecided() {
        Map<String, String> parameters = Map.of("requestId", "r-9", "letter", "What do you mean?");

        assertThat(templates
                        .render("request-question", Channel.EMAIL, "en", parameters)
                        .text())
                .contains("What do you mean?", "no refusal");
        assertThat(templates
                        .render("request-fee", Channel.EMAIL, "en", parameters)
                        .text())
                .contains("What do you mean?", "nothing is charged before you agree");
    }

    @Test
    void optionalPartsAreLeftOutWithoutATrace() {
        String with = templates
                .render(
                        "request-received",
                        Channel.EMAIL,
                        "en",
                        Map.of("requestId", "r-9", "replyDue", "2026-12-24T16:00:00Z"))
                .text();
        String without = templates
                .render("request-received", Channel.EMAIL, "en", Map.of())
                .text();

        assertThat(with).contains("(r-9)", "before 25 December 2026, 00:00 (Beijing time)");
        assertThat(without).doesNotContain("()").contains("within thirty days");
    }

    @Test
    @Tag("AC-84")
    @Tag("R-1.2.3-3")
    void aNewVersionIsInForceOnceASecondPersonApprovedItAndAdvertisingNever() {
        String path = "/v1/templates/request-overdue/SMS/en";
        String approval = put(path, "We are late with {requestId}, sorry.")
                .then()
                .statusCode(202)
                .body("status", equalTo("AWAITING_APPROVAL"))
                .extract()
                .path("approvalId");
        as(Tokens.operator()).get(path).then().body("version", equalTo(1));
        decide(approval, "operator-1").then().statusCode(403);
        decide(approval, "approver-1").then().statusCode(200).body("version", equalTo(2));
        as(Tokens.operator()).get(path).then().body("body", containsString("sorry"));

        String promotion = put("/v1/templates/SERVICE/SMS/zh-CN", "您的账户已注销，老客户专享优惠！")
                .then()
                .statusCode(202)
                .extract()
                .path("approvalId");
        decide(promotion, "approver-1")
                .then()
                .statusCode(422)
                .body("code", equalTo("VALIDATION_FAILED"))
                .body("violations.field", hasItem("body"));
        as(Tokens.operator()).get("/v1/templates/SERVICE/SMS/zh-CN").then().body("version", equalTo(1));
    }

    @Test
    void aBreachTextWithoutItsElementsIsRefusedOnSave() {
        put("/v1/templates/BREACH/EMAIL/en", "Something happened: {facts}")
                .then()
                .statusCode(422)
                .body("violations.field", hasItem("selfProtection"));
        put("/v1/templates/BREACH/EMAIL/fr", "x").then().statusCode(404);
        put("/v1/templates/BREACH/TELEX/en", "x").then().statusCode(404);
        as(Tokens.backend())
                .body("{\"body\":\"x\"}")
                .put("/v1/templates/BREACH/EMAIL/en")
                .then()
                .statusCode(403);
    }

    @Test
    void aPreviewRendersAndStoresNothing() {
        as(Tokens.operator())
                .body("{\"body\":\"Hello {requestId}\",\"parameters\":{\"requestId\":\"<r>\"}}")
                .post("/v1/templates/request-received/EMAIL/en/preview")
                .then()
                .statusCode(200)
                .body("text", equalTo("Hello <r>"))
                .body("html", containsString("&lt;r&gt;"));
        as(Tokens.operator())
                .get("/v1/templates/request-received/EMAIL/en")
                .then()
                .body("version", equalTo(1));
        as(Tokens.operator())
                .get("/v1/templates/POLICY/IN_APP/zh-CN")
                .then()
                .statusCode(200)
                .body("textOf", equalTo("EMAIL"))
                .body("template", equalTo("policy-change"));
    }

    private static Response put(String path, String body) {
        return as(Tokens.operator()).body(Map.of("subject", "", "body", body)).put(path);
    }

    private static Response decide(String approval, String who) {
        return as(Tokens.approverMfa(who))
                .body("{\"approve\":true,\"reason\":\"read\"}")
                .post("/v1/approvals/" + approval + "/decision");
    }
}
