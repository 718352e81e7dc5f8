package covenant.notification.announcement;

import static covenant.notification.Api.SOON;
import static covenant.notification.Api.as;
import static covenant.notification.Api.newSubject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import covenant.contracts.Topic;
import covenant.notification.SmsGateway;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@QuarkusTestResource(SmsGateway.class)
class AnnouncementsIT {
    private static final String TEXT = """
            {"messageClass":"SERVICE","title":{"zh-CN":"维护公告 <b>","en":"Maintenance %s <b>"},
             "text":{"zh-CN":"系统维护。","en":"We maintain <script>alert(1)</script> our systems."}%s}""";

    private static KafkaTap tap;

    @BeforeAll
    static void open() {
        tap = new KafkaTap();
    }

    @AfterAll
    static void close() {
        tap.close();
    }

    @Test
    @Tag("R-4.1.3-5")
    void anAnnouncementIsWrittenByOnePersonAndPublishedByAnother() {
        String mark = newSubject("m");
        as(Tokens.operator())
                .body(TEXT.formatted(mark, ""))
                .post("/v1/announcements")
                .then()
                .statusCode(401);
        as(Tokens.backend())
                .body(TEXT.formatted(mark, ""))
                .post("/v1/announcements")
                .then()
                .statusCode(403);
        String approval = as(Tokens.operatorMfa())
                .body(TEXT.formatted(mark, ",\"places\":[\"SITE\",\"PRESS\"]"))
                .post("/v1/announcements")
                .then()
                .statusCode(202)
                .extract()
                .path("approvalId");
        assertThat(RestAssured.get("/v1/announcements?limit=500").asString()).doesNotContain(mark);

        String id = decide(approval)
                .then()
                .statusCode(201)
                .body("places", hasItems("SITE", "PRESS"))
                .extract()
                .path("id");

        RestAssured.get("/v1/announcements/" + id).then().statusCode(200).body("sha256.length()", equalTo(64));
        assertThat(tap.awaitRecord(
                                Topic.NOTIFICATION,
                                r -> r.type().endsWith("AnnouncementPublished")
                                        && r.value().contains(id),
                                SOON)
                        .value())
                .contains("/v1/announcements/" + id);
        String page = RestAssured.given()
                .accept("text/html")
                .header("Accept-Language", "en")
                .get("/v1/announcements/" + id)
                .asString();
        assertThat(page)
                .contains("Maintenance " + mark + " &lt;b&gt;", "&lt;script&gt;")
                .doesNotContain("<script>");
        String feed = RestAssured.given()
                .header("Accept-Language", "en")
                .get("/v1/announcements.atom")
                .asString();
        assertThat(feed).contains("urn:uuid:" + id, "&lt;script&gt;").doesNotContain("<script>");
    }

    @Test
    void anAnnouncementIsSeenOnlyInItsTime() {
        String over = newSubject("o");
        String later = newSubject("l");
        publish(over, ",\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-02T00:00:00Z\"");
        String id = publish(later, ",\"from\":\"2099-01-01T00:00:00Z\"");

        assertThat(RestAssured.get("/v1/announcements?limit=500").asString())
                .contains(over)
                .doesNotContain(later);
        assertThat(RestAssured.get("/v1/announcements?limit=500&current=true").asString())
                .doesNotContain(over);
        assertThat(RestAssured.given()
                        .header("Accept-Language", "en")
                        .get("/v1/announcements.atom")
                        .asString())
                .doesNotContain(over);
        RestAssured.get("/v1/announcements/" + id).then().statusCode(404);
    }

    @Test
    @Tag("R-1.2.3-3")
    void advertisingAndPersonsNumbersAreNotAnnounced() {
        String text = TEXT.formatted("x", "");
        refused(text.replace("We maintain", "Special offer: 30% off!"), "text");
        refused(text.replace("We maintain", "Call 13800000000 about"), "text");
        refused(text.replace("We maintain", "Mr. 11010519491231002X and"), "text");
        refused(TEXT.formatted("x", ",\"from\":\"2026-01-02T00:00:00Z\",\"to\":\"2026-01-01T00:00:00Z\""), "to");
        as(Tokens.operatorMfa())
                .body(text.replace("SERVICE", "MARKETING"))
                .post("/v1/announcements")
                .then()
                .statusCode(400);
        as(Tokens.operatorMfa()).body("{}").post("/v1/announcements").then().statusCode(422);
    }

    private static void refused(String body, String field) {
        as(Tokens.operatorMfa())
                .body(body)
                .post("/v1/announcements")
                .then()
                .statusCode(422)
                .body("violations.field", hasItem(field));
    }

    private static String publish(String mark, String more) {
        String approval = as(Tokens.operatorMfa())
                .body(TEXT.formatted(mark, more))
                .post("/v1/announcements")
                .then()
                .statusCode(202)
                .extract()
                .path("approvalId");
        return decide(approval).then().statusCode(201).extract().path("id");
    }

    private static Response decide(String approval) {
        return as(Tokens.approverMfa("approver-1"))
                .body("{\"approve\":true,\"reason\":\"checked\"}")
                .post("/v1/approvals/" + approval + "/decision");
    }
}
