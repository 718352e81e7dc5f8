package covenant.notification.transfer;

import static covenant.notification.Api.SOON;
import static covenant.notification.Api.as;
import static covenant.notification.Api.newSubject;
import static covenant.notification.Api.putContact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import covenant.embedded.smtp.Mail;
import covenant.notification.SmsGateway;
import covenant.testing.CovenantServers;
import covenant.testing.Mails;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@QuarkusTestResource(SmsGateway.class)
class TransferNoticesIT {
    private static final String BODY = """
            {"occasion":"MERGER","transferee":{"name":"Example Successor %s","contact":"dpo@successor.example.org"},
             "categories":["basic.mobile_phone"],"effectiveAt":"%s"}""";

    @Test
    @Tag("R-3.2-2")
    void everyoneIsToldWhoTakesOverAndHowToReachThemBeforeTheTransfer() {
        String person = newSubject("merger");
        putContact(person, "{\"email\":\"" + person + "@example.org\",\"locale\":\"zh-CN\"}")
                .statusCode(200);
        String far = Instant.now().plus(Duration.ofDays(40)).toString();
        as(Tokens.operatorMfa())
                .body(BODY.formatted(person, far))
                .post("/v1/transfer-notices")
                .then()
                .statusCode(403);
        as(Tokens.dpoMfa())
                .body(BODY.formatted(
                        person, Instant.now().plus(Duration.ofDays(10)).toString()))
                .post("/v1/transfer-notices")
                .then()
                .statusCode(422)
                .body("code", equalTo("NOTICE_PERIOD_TOO_SHORT"));
        String approval = as(Tokens.dpoMfa())
                .body(BODY.formatted(person, far))
                .post("/v1/transfer-notices")
                .then()
                .statusCode(202)
                .extract()
                .path("approvalId");

        Response told = as(Tokens.approverMfa("approver-1"))
                .body("{\"approve\":true,\"reason\":\"checked\"}")
                .post("/v1/approvals/" + approval + "/decision");

        told.then().statusCode(201).body("transferee", equalTo("Example Successor " + person));
        Mail mail = Mails.await(person + "@example.org", m -> m.subject().equals("个人信息转移告知"), SOON);
        assertThat(mail.text()).contains("Example Successor " + person, "dpo@successor.example.org", "合并", "手机号");
        assertThat(RestAssured.get("/v1/announcements?limit=500").asString()).contains("Example Successor " + person);
        String campaign = told.path("campaignId");
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> as(Tokens.auditor())
                        .get("/v1/campaigns/" + campaign)
                        .then()
                        .body("status", equalTo("COMPLETED"))
                        .body("kind", equalTo("POLICY_CHANGE")));
        as(Tokens.auditor())
                .get("/v1/transfer-notices/" + told.path("id"))
                .then()
                .statusCode(200);
        String proof = RestAssured.given()
                .header("Authorization", "Bearer " + Tokens.auditor())
                .accept("text/csv")
                .get("/v1/campaigns/" + campaign + "/notices")
                .asString();
        assertThat(proof.lines().filter(l -> l.startsWith(person + ",")))
                .anyMatch(l -> l.contains("REACHED,EMAIL,SENT,1,"));
        as(Tokens.auditor())
                .get("/v1/campaigns/" + campaign + "/notices?outcome=REACHED&limit=500")
                .then()
                .statusCode(200)
                .body("items.subjectId", hasItem(person));
    }
}
