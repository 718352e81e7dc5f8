package covenant.request;

import static covenant.request.Api.as;
import static covenant.request.Api.newSubject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import covenant.contracts.Topic;
import covenant.embedded.identity.TokenRequest;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.sql.SQLException;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whose rights follow which version of the policy. Versions of its own: none of another test is touched. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class GoverningPolicyIT {
    private final KafkaTap kafka = new KafkaTap();

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    @Tag("AC-10")
    @Tag("R-6.1-2")
    void whoAgreedToLoseSelfDeletionAsksByRequestAndWhoStayedSilentStillDeletesDirectly() {
        String s1 = newSubject();
        String s2 = newSubject();
        published("9002", "9001", "\"RIGHT_REMOVED\",\"trigger\":\"6.2(4)\",\"was\":\"DELETION_OF_BOUND_CARDS\"");
        accepted(s1, "9002", "SERVICE_DELIVERY", Instant.now());
        accepted(s2, "9001", "SERVICE_DELIVERY", Instant.now());
        deleteCard(s1, "card-1").statusCode(202);
        activated("9002");

        deleteCard(s1, "card-2")
                .statusCode(409)
                .body("code", equalTo("STATE_CONFLICT"))
                .body("reason", equalTo("SELF_DELETION_NOT_IN_POLICY"))
                .body("detail", containsString("DELETION"));
        deleteCard(s2, "card-2").statusCode(202);

        as(Tokens.backend())
                .delete("/v1/subjects/" + s1 + "/items/financial.bank_card/card-2")
                .then()
                .statusCode(409);
        as(Tokens.backend())
                .delete("/v1/subjects/" + s1 + "/items/browsing.follow/shop-1")
                .then()
                .statusCode(202);
        assertThat(orderedCards(s1)).isEqualTo("card-1");
        shownAsSelfDeletable(s1, false);
        shownAsSelfDeletable(s2, true);
        Api.file(Api.wish(s1, "DELETION", "financial.bank_card"));
    }

    @Test
    @Tag("R-6.1-2")
    void aLaterVersionKeepsWhatAnEarlierOneTookAndTheNewestWordOfThePersonCounts() {
        String subject = newSubject();
        Instant now = Instant.now();
        published(
                "9102",
                "9101",
                "\"RIGHT_CHANGED\",\"trigger\":\"6.2(4)\",\"was\":\"DELETION_OF_BOUND_CARDS: IN_SERVICE (self-service)\","
                        + "\"now\":\"DELETION_OF_BOUND_CARDS: CONTACT P30D\"");
        activated("9102");
        published("9103", "9102", "\"TEXT_CHANGED\"");
        activated("9103");
        published("9104", "9103", "\"RIGHT_ADDED\",\"trigger\":\"6.2(4)\",\"now\":\"DELETION_OF_BOUND_CARDS\"");
        activated("9104");
        accepted(subject, "9103", "SERVICE_DELIVERY", now);
        deleteCard(subject, "card-1").statusCode(409);

        accepted(subject, "9104", "PERSONALISATION", now.plusSeconds(2));
        deleteCard(subject, "card-1").statusCode(202);
        accepted(subject, "9103", "ADVERTISING", now.plusSeconds(1));

        deleteCard(subject, "card-2").statusCode(202);
    }

    private void published(String version, String predecessor, String change) {
        kafka.publish(
                Topic.POLICY,
                version,
                "PolicyVersionPublished",
                "{\"version\":\"" + version + "\",\"occasion\":\"NEW_VERSION\",\"sha256\":\"" + "0".repeat(64)
                        + "\",\"locale\":\"zh-CN\",\"title\":\"Version " + version
                        + "\",\"material\":true,\"reducesRights\":true,\"requiresReconsent\":false,"
                        + "\"reconsentPurposes\":[],\"predecessor\":\"" + predecessor
                        + "\",\"publishedAt\":\"2026-02-01T02:00:00Z\",\"effectiveAt\":\"2026-02-20T16:00:00Z\","
                        + "\"changes\":[{\"kind\":" + change + "}]}");
        await("select 1 from policy_fact where version = '" + version + "'", "1");
    }

    private void activated(String version) {
        kafka.publish(
                Topic.POLICY,
                version,
                "PolicyVersionActivated",
                "{\"version\":\"" + version + "\",\"sha256\":\"" + "0".repeat(64)
                        + "\",\"material\":true,\"reducesRights\":true,\"requiresReconsent\":false,"
                        + "\"activatedAt\":\"2026-02-20T16:00:00Z\"}");
        await("select 1 from policy_fact where activated_at is not null and version = '" + version + "'", "1");
    }

    private void accepted(String subject, String version, String purpose, Instant at) {
        kafka.publish(
                Topic.CONSENT_STATE,
                subject + "/" + purpose,
                "ConsentState",
                "{\"subjectId\":\"" + subject + "\",\"purpose\":\"" + purpose + "\",\"status\":\"GRANTED\","
                        + "\"categories\":[\"financial.bank_card\"],\"separateCategories\":[],\"recipients\":[],"
                        + "\"policyVersion\":\"" + version + "\",\"restricted\":false,\"acceptedVersion\":\"" + version
                        + "\"}",
                "ce_subject",
                subject,
                "ce_recordedat",
                at.toString());
        await("select 1 from consent_fact where subject_id = '" + subject + "' and purpose = '" + purpose + "'", "1");
    }

    private static ValidatableResponse deleteCard(String subject, String card) {
        return as(Tokens.mint(TokenRequest.of(subject, "SUBJECT").withSecondFactor()))
                .delete("/v1/subjects/" + subject + "/items/financial.bank_card/" + card)
                .then();
    }

    private static String orderedCards(String subject) {
        return text("select string_agg(item_ref, ',') from item_deletion where category = 'financial.bank_card'"
                + " and subject_id = '" + subject + "'");
    }

    private static void shownAsSelfDeletable(String subject, boolean expected) {
        as(Tokens.subject(subject))
                .get("/v1/subjects/" + subject + "/data")
                .then()
                .body("categories.find { it.category == 'financial.bank_card' }.selfDeletable", equalTo(expected));
    }

    private static void await(String sql, String value) {
        Awaitility.await(sql).atMost(Api.SOON).until(() -> text(sql).equals(value));
    }

    private static String text(String sql) {
        try {
            return Rows.text(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
