package covenant.consent;

import static covenant.consent.Api.as;
import static covenant.consent.Api.newSubject;
import static covenant.consent.Sharing.SOON;
import static covenant.consent.Sharing.ask;
import static covenant.consent.Sharing.holder;
import static covenant.consent.Sharing.put;
import static covenant.consent.Sharing.share;
import static covenant.consent.Sharing.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import covenant.contracts.Topic;
import covenant.platform.time.LegalCalendar;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class BlacklistIT {
    private static final String FACT = "three instalments unpaid";

    @Inject
    AgroalDataSource dataSource;

    private final String s = newSubject();

    private static LocalDate today() {
        return LegalCalendar.dayOf(Api.now());
    }

    private Map<String, Object> entry() {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("subjectId", s);
        entry.put("fact", FACT);
        entry.put("evidence", Map.of("contractId", "c-9"));
        entry.put("amountRange", "1000-5000");
        entry.put("startedOn", today().minusDays(90).toString());
        return entry;
    }

    private static ValidatableResponse post(Map<String, Object> entry) {
        return Api.backend().body(entry).post("/v1/blacklist-entries").then();
    }

    private static ValidatableResponse dispute(String token, String id) {
        return as(token)
                .body(Map.of("reason", "it was paid"))
                .post("/v1/blacklist-entries/" + id + "/dispute")
                .then();
    }

    private static ValidatableResponse decide(String id, String outcome) {
        return as(Tokens.operator())
                .body(Map.of("outcome", outcome, "reason", "looked at"))
                .post("/v1/blacklist-entries/" + id + "/decision")
                .then();
    }

    private String stored(String id) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("select details from blacklist_entry where id = '" + id + "'")) {
            row.next();
            byte[] details = row.getBytes(1);
            return details == null ? "" : new String(details, StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    @Tag("R-3.1.6-2")
    void anEntryIsSeenByThePersonKeptEncryptedAndEndsAfterFiveYears() throws SQLException {
        LocalDate over = today().minusDays(10);
        String id = post(with(entry(), "defaultEndedOn", over.toString()))
                .statusCode(201)
                .body("endsOn", equalTo(over.plusYears(5).toString()))
                .body("status", equalTo("IN_FORCE"))
                .body("disputed", equalTo(false))
                .body("category", equalTo("financial.overdue"))
                .extract()
                .path("id");
        post(with(
                        with(entry(), "defaultEndedOn", over.toString()),
                        "endsOn",
                        over.plusYears(5).plusDays(1).toString()))
                .statusCode(422)
                .body("violations.field", contains("endsOn"));
        Map<String, Object> unproven = entry();
        unproven.remove("evidence");
        post(unproven).statusCode(422).body("violations.field", hasItem("evidence"));

        assertThat(stored(id)).isNotEmpty().doesNotContain(FACT).doesNotContain("c-9");
        as(Tokens.subject(s))
                .get("/v1/subjects/" + s + "/blacklist-entries")
                .then()
                .statusCode(200)
                .body("items.fact", contains(FACT))
                .body("items[0].amountRange", equalTo("1000-5000"));
        as(Tokens.operator())
                .get("/v1/blacklist-entries/" + id)
                .then()
                .statusCode(200)
                .body("fact", nullValue());
        String stranger = newSubject();
        as(Tokens.subject(stranger)).get("/v1/blacklist-entries/" + id).then().statusCode(404);
        dispute(Tokens.subject(stranger), id).statusCode(404);
    }

    @Test
    @Tag("R-3.1.6-2")
    void aDisputeMarksTheEntryAndStopsSharingUntilItIsDecidedWithinTwentyDays() {
        String collector = "collector-" + s;
        put(collector, holder("AFFILIATE", List.of("financial.overdue"), "CREDIT_ASSESSMENT"))
                .statusCode(201);
        Map<String, Object> body = share(s, collector, "DEFAULT_BLACKLIST", "financial.overdue");
        body.put("purpose", "CREDIT_ASSESSMENT");
        body.put(
                "evidence",
                Map.of(
                        "law",
                        "A law",
                        "article",
                        "1",
                        "noticeDeliveredAt",
                        Api.now().minusSeconds(60).toString()));
        String id = post(entry()).statusCode(201).extract().path("id");
        ask(body).statusCode(201);

        dispute(Tokens.subject(s), id)
                .statusCode(200)
                .body("status", equalTo("DISPUTED"))
                .body("disputed", equalTo(true))
                .body(
                        "disputeDue",
                        equalTo(LegalCalendar.fullDaysAfter(Api.now(), 20).toString()))
                .body("disputeReason", equalTo("it was paid"));
        dispute(Tokens.subject(s), id).statusCode(200);
        ask(body).statusCode(403).body("code", equalTo("PROCESSING_RESTRICTED"));
        as(Tokens.operator())
                .get("/v1/blacklist-entries?disputed=true&subjectId=" + s)
                .then()
                .statusCode(200)
                .body("items.id", contains(id));
        Api.clock("P21D");
        await().atMost(SOON)
                .untilAsserted(() -> as(Tokens.dpo())
                        .get("/v1/alarms?code=DISPUTE_OVERDUE&open=true&limit=500")
                        .then()
                        .body("items.reference", hasItem(startsWith(id + "/"))));
        ask(body).statusCode(403);
        decide(id, "UPHELD").statusCode(200).body("disputeOutcome", equalTo("UPHELD"));
        decide(id, "UPHELD").statusCode(409);
        ask(body).statusCode(201);

        dispute(Tokens.backend(), id).statusCode(200);
        decide(id, "REMOVED").statusCode(200).body("status", equalTo("REMOVED"));
        Api.backend()
                .get("/v1/blacklist-entries/" + id)
                .then()
                .body("fact", nullValue())
                .body("decidedAt", notNullValue());
        ask(body).statusCode(403).body("code", equalTo("SHARING_NOT_PERMITTED"));
    }

    @Test
    @Tag("R-1.2.2-3")
    @Tag("R-3.1.6-1")
    void whetherAPersonWasToldByANoticeOfOursIsNotForTheAskerToSay() {
        String collector = "collector-" + s;
        put(collector, holder("AFFILIATE", List.of("financial.overdue"), "CREDIT_ASSESSMENT"))
                .statusCode(201);
        post(entry()).statusCode(201);
        String ours = UUID.randomUUID().toString();
        String told = Api.now().minusSeconds(60).toString();
        Map<String, Object> body = share(s, collector, "DEFAULT_BLACKLIST", "financial.overdue");
        body.put("purpose", "CREDIT_ASSESSMENT");
        body.put("evidence", Map.of("law", "A law", "article", "1", "noticeId", ours, "noticeDeliveredAt", told));

        ask(body).statusCode(201);
        try (KafkaTap kafka = new KafkaTap()) {
            kafka.publish(
                    Topic.NOTIFICATION, s, "NotificationSent", notice(ours, s, "\"attempt\":1,\"sentAt\":\"" + told));
            await().atMost(SOON)
                    .untilAsserted(() -> ask(body).statusCode(409).body("code", equalTo("NOTICE_NOT_DELIVERED")));
            String others = UUID.randomUUID().toString();
            String delivered = "\"deliveredAt\":\"" + Api.now().minusSeconds(30);
            kafka.publish(Topic.NOTIFICATION, s, "NotificationDelivered", notice(others, newSubject(), delivered));
            kafka.publish(Topic.NOTIFICATION, s, "NotificationDelivered", notice(ours, s, delivered));

            body.put("evidence", Map.of("law", "A law", "article", "1", "noticeId", ours));
            await().atMost(SOON).untilAsserted(() -> ask(body).statusCode(201));
            body.put("evidence", Map.of("law", "A law", "article", "1", "noticeId", others, "noticeDeliveredAt", told));
            ask(body).statusCode(409);
        }
    }

    private static String notice(String id, String subject, String rest) {
        return "{\"notificationId\":\"" + id + "\",\"subjectId\":\"" + subject + "\",\"messageClass\":\"SERVICE\","
                + "\"template\":\"default-told\",\"channel\":\"SMS\",\"dedupKey\":\"d-" + id + "\"," + rest + "\"}";
    }

    @Test
    @Tag("R-3.1.6-3")
    void erasureKeepsAnEntryOnlyUnderItsOwnLawAndWithoutWhatItSaid() throws SQLException {
        String plain = post(entry()).statusCode(201).extract().path("id");
        Map<String, Object> lawful = with(with(entry(), "law", "征信业管理条例"), "article", "16");
        String kept = post(lawful).statusCode(201).extract().path("id");
        post(with(entry(), "law", "征信业管理条例")).statusCode(422);
        try (KafkaTap kafka = new KafkaTap()) {
            Sharing.erase(kafka, s);
        }
        await().atMost(SOON)
                .untilAsserted(() -> Api.backend()
                        .get("/v1/subjects/" + s + "/blacklist-entries")
                        .then()
                        .body("items", equalTo(List.of())));
        as(Tokens.auditor()).get("/v1/blacklist-entries/" + plain).then().body("status", equalTo("REMOVED"));
        as(Tokens.auditor())
                .get("/v1/blacklist-entries/" + kept)
                .then()
                .body("status", equalTo("IN_FORCE"))
                .body("article", equalTo("16"));
        assertThat(stored(kept)).isEmpty();
        post(entry()).statusCode(409).body("code", equalTo("STATE_CONFLICT"));
    }
}
