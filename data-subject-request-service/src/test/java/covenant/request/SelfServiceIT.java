package covenant.request;

import static covenant.request.Api.as;
import static covenant.request.Api.backend;
import static covenant.request.Api.get;
import static covenant.request.Api.newSubject;
import static covenant.request.Api.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

import covenant.contracts.Topic;
import covenant.embedded.identity.TokenRequest;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a logged-in person does alone (policy 5.1.1). */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class SelfServiceIT {
    private final KafkaTap kafka = new KafkaTap();

    @BeforeEach
    void publishKey() {
        Api.notificationService();
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    @Tag("AC-88")
    @Tag("R-1.5.4-3")
    @Tag("R-5.1.1-1")
    void sheSeesAccountAndServiceDataAtOnceMaskedAndInClearAfterASecondFactor() throws Exception {
        String subject = newSubject();
        Api.register(kafka, "self-core", "INTERNAL", "basic.name", "basic.address", "identity.national_id");
        String path = "/v1/subjects/" + subject + "/data";
        as(Tokens.subject(newSubject())).get(path).then().statusCode(403);
        as(Tokens.subject(newSubject())).post(path).then().statusCode(403);
        as(Tokens.operator()).get(path).then().statusCode(403);
        as(Tokens.subject(subject))
                .get(path)
                .then()
                .statusCode(200)
                .body("masked", equalTo(true))
                .body("categories.find { it.category == 'basic.name' }.items", empty())
                .body("categories.find { it.category == 'basic.name' }.correctionNeeds", equalTo("DOCUMENT"))
                .body("categories.find { it.category == 'consent.evidence' }.correctable", equalTo(false))
                .body("categories.find { it.category == 'consent.evidence' }.restriction", notNullValue())
                .body("categories.find { it.category == 'financial.bank_card' }.selfDeletable", equalTo(true));

        String view = as(Tokens.subject(subject))
                .post(path)
                .then()
                .statusCode(202)
                .body("holders", hasItems("self-core"))
                .extract()
                .path("viewId");
        as(Tokens.subject(subject)).post(path).then().statusCode(202).body("viewId", equalTo(view));
        String order = JsonPath.from(kafka.awaitRecord(
                                Topic.HOLDER_ORDER,
                                r -> subject.equals(r.key()) && r.value().contains("self-core"),
                                Api.SOON)
                        .value())
                .getString("orderId");
        Api.deliver(
                        order,
                        "self-core",
                        Map.of(
                                "basic.name",
                                List.of("李小龙"),
                                "basic.address",
                                List.of(Map.of("home", "invented street 1"))))
                .statusCode(200);

        String masked = as(Tokens.subject(subject))
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(JsonPath.from(masked).getList("categories.find { it.category == 'basic.name' }.items"))
                .containsExactly("**龙");
        assertThat(masked).doesNotContain("李小龙", "invented street 1");
        assertThat(backend().get(path).asString()).doesNotContain("李小龙");
        as(Tokens.mint(TokenRequest.of(subject, "SUBJECT").withSecondFactor()))
                .get(path)
                .then()
                .body("masked", equalTo(false))
                .body("categories.find { it.category == 'basic.name' }.items", contains("李小龙"))
                .body("categories.find { it.category == 'basic.name' }.holders[0].status", equalTo("CONFIRMED"))
                .body("categories.find { it.category == 'basic.address' }.items[0].home", equalTo("invented street 1"));
        kafka.awaitEvent(Topic.DATA_ACCESS, subject, "PersonalDataAccessed", Api.SOON);
        assertThat(Rows.text("select string_agg(encode(bytes, 'escape'), '') from blob_piece"))
                .doesNotContain("invented street 1");

        Api.clock("P2D");

        Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(45))
                .until(() -> Rows.text("select count(*) from blob where subject_id = '" + subject + "'")
                        .equals("0"));
        as(Tokens.subject(subject)).get(path).then().body("viewId", org.hamcrest.Matchers.nullValue());
    }

    @Test
    @Tag("R-5.2.1-3")
    void herOwnSessionWithASecondFactorProvesWhoSheIs() {
        String subject = newSubject();
        String id = Api.file(wish(subject, "COMPLAINT"));
        session(id, Tokens.subject(subject)).statusCode(401).body("code", equalTo("MFA_REQUIRED"));
        session(id, Tokens.mint(TokenRequest.of(newSubject(), "SUBJECT").withSecondFactor()))
                .statusCode(404);
        session(id, Tokens.mint(TokenRequest.of("backend-1", "BACKEND").withSecondFactor()))
                .statusCode(403);

        session(id, Tokens.mint(TokenRequest.of(subject, "SUBJECT").withSecondFactor()))
                .statusCode(200)
                .body("status", equalTo("VERIFIED"));

        get(id).body("verifiedBy", equalTo("ASSERTION"));
    }

    private static io.restassured.response.ValidatableResponse session(String id, String token) {
        return as(token)
                .body(Map.of("session", true))
                .post("/v1/requests/" + id + "/verification")
                .then();
    }
}
