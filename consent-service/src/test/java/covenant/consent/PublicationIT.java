package covenant.consent;

import static covenant.consent.Api.as;
import static covenant.consent.Api.granted;
import static covenant.consent.Api.newSubject;
import static covenant.consent.Api.separate;
import static covenant.consent.Sharing.SOON;
import static covenant.consent.Sharing.ask;
import static covenant.consent.Sharing.disclosures;
import static covenant.consent.Sharing.share;
import static covenant.consent.Sharing.with;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class PublicationIT {
    private final String s = newSubject();
    private final String place = "board-" + s;

    private Map<String, Object> publication(String... categories) {
        Map<String, Object> body = share(s, place, "SUBJECT_DEMAND", categories);
        body.put("kind", "PUBLICATION");
        body.remove("evidence");
        return body;
    }

    private String approved(String... categories) {
        String approval = ask(publication(categories)).statusCode(202).extract().path("approvalId");
        return Api.approve(approval).statusCode(201).extract().path("disclosureId");
    }

    private static ValidatableResponse act(String id, String act, Map<String, ?> body) {
        return Api.backend().body(body).post("/v1/publications/" + id + act).then();
    }

    private static String status(String id) {
        return Api.backend()
                .get("/v1/publications/" + id)
                .then()
                .statusCode(200)
                .extract()
                .path("status");
    }

    @Test
    @Tag("R-3.3.1-1")
    @Tag("R-3.3-3")
    void whatIsPublishedAtThePersonsDemandIsTakenDownWhenTheConsentIsWithdrawn() {
        granted(s, with(separate("SERVICE_DELIVERY", "basic.name"), "recipient", place));
        ask(publication("basic.name", "basic.email"))
                .statusCode(403)
                .body("code", equalTo("EXPLICIT_CONSENT_REQUIRED"));
        String id = approved("basic.name");
        act(id, "/execution", Map.of("place", "elsewhere", "categories", List.of("basic.name")))
                .statusCode(403)
                .body("code", equalTo("EXPLICIT_CONSENT_REQUIRED"));
        act(id, "/execution", Map.of("place", place, "categories", List.of("basic.name", "basic.email")))
                .statusCode(403)
                .body("code", equalTo("EXPLICIT_CONSENT_REQUIRED"));
        act(id, "/takedown/confirmation", Map.of()).statusCode(409);
        ask(with(publication("basic.name"), "echoOf", id)).statusCode(201).body("disclosureId", equalTo(id));
        act(id, "/execution", Map.of("place", place, "categories", List.of("basic.name")))
                .statusCode(200)
                .body("status", equalTo("EXECUTED"));
        try (KafkaTap kafka = new KafkaTap()) {
            kafka.awaitEvent(Topic.SHARING, s, "PublicDisclosureApproved", SOON);
            kafka.awaitEvent(Topic.SHARING, s, "PublicDisclosureExecuted", SOON);
            kafka.awaitEvent(Topic.SHARING, s, "PublicDisclosureRefused", SOON);
        }
        Api.withdraw(s, "SERVICE_DELIVERY").statusCode(200);
        await().atMost(SOON).until(() -> status(id).equals("TAKEDOWN_REQUESTED"));
        Api.clock("P16D");
        await().atMost(SOON)
                .untilAsserted(() -> as(Tokens.operator())
                        .get("/v1/alarms?code=TAKEDOWN_OVERDUE&open=true&limit=500")
                        .then()
                        .body("items.reference", hasItem(id)));
        act(id, "/takedown/confirmation", Map.of("reference", "removed"))
                .statusCode(200)
                .body("status", equalTo("TAKEN_DOWN"));
        as(Tokens.operator())
                .get("/v1/alarms?code=TAKEDOWN_OVERDUE&open=true&limit=500")
                .then()
                .body("items.findAll { it.reference == '" + id + "' }", equalTo(List.of()));
        disclosures(Tokens.subject(s), s)
                .body("items.outcome", contains("PERMITTED", "REFUSED"))
                .body("items[0].publication", equalTo("TAKEN_DOWN"));
    }

    @Test
    @Tag("R-3.3.1-1")
    void anApprovalWhoseConsentIsGoneIsNotCarriedOut() {
        granted(s, with(separate("SERVICE_DELIVERY", "basic.name"), "recipient", place));
        String id = approved("basic.name");
        Api.withdraw(s, "SERVICE_DELIVERY").statusCode(200);
        await().atMost(SOON).until(() -> status(id).equals("CANCELLED"));
        act(id, "/execution", Map.of("place", place, "categories", List.of("basic.name")))
                .statusCode(409)
                .body("code", equalTo("STATE_CONFLICT"));
    }

    @Test
    @Tag("R-3.3-3")
    @Tag("R-3.3.2-1")
    void whatTheSecondReviewerRefusesOrTheRulesForbidByThenIsHistoryToo() {
        granted(s, with(separate("SERVICE_DELIVERY", "basic.name"), "recipient", place));
        String rejected =
                ask(publication("basic.name")).statusCode(202).extract().path("approvalId");
        as(Tokens.approverMfa("approver-1"))
                .body(Map.of("approve", false, "reason", "not lawful"))
                .post("/v1/approvals/" + rejected + "/decision")
                .then()
                .statusCode(200);
        String late = ask(publication("basic.name")).statusCode(202).extract().path("approvalId");
        Api.withdraw(s, "SERVICE_DELIVERY").statusCode(200);
        Api.approve(late).statusCode(403).body("code", equalTo("EXPLICIT_CONSENT_REQUIRED"));
        disclosures(Tokens.subject(s), s)
                .body("items.code", contains("EXPLICIT_CONSENT_REQUIRED", "SHARING_NOT_PERMITTED"));
    }
}
