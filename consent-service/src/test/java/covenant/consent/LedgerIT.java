package covenant.consent;

import static covenant.consent.Api.as;
import static covenant.consent.Api.newSubject;
import static covenant.consent.Sharing.SOON;
import static covenant.consent.Sharing.ask;
import static covenant.consent.Sharing.disclosures;
import static covenant.consent.Sharing.holder;
import static covenant.consent.Sharing.put;
import static covenant.consent.Sharing.share;
import static covenant.consent.Sharing.shared;
import static covenant.consent.Sharing.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class LedgerIT {
    @Inject
    AgroalDataSource dataSource;

    private final String s = newSubject();
    private final String processor = "processor-" + s;

    private Map<String, Object> order() {
        return share(s, processor, "CORE_FUNCTION", "service.order");
    }

    private void registered() {
        put(processor, holder("PROCESSOR", List.of("service.order", "device.id"), "SERVICE_DELIVERY"))
                .statusCode(201);
    }

    @Test
    @Tag("R-3.1.1-2")
    void whatWasNeverDecidedAndLeftAllTheSameIsRecordedAndAlarmed() {
        registered();
        UUID invented = UUID.randomUUID();
        ask(with(order(), "echoOf", invented.toString()))
                .statusCode(403)
                .body("code", equalTo("SHARING_NOT_PERMITTED"))
                .body("alarm", equalTo("UNRECORDED_SHARING"));
        String id = shared(order());
        ask(with(with(order(), "categories", List.of("service.order", "device.id")), "echoOf", id))
                .statusCode(403)
                .body("alarm", equalTo("UNRECORDED_SHARING"));

        disclosures(Tokens.backend(), s)
                .body(
                        "items.code",
                        contains(equalTo("UNRECORDED_SHARING"), nullValue(), equalTo("UNRECORDED_SHARING")));
        as(Tokens.operator())
                .get("/v1/alarms?code=UNRECORDED_SHARING&open=true&limit=500")
                .then()
                .statusCode(200)
                .body("items.subjectId", hasItem(s));
        try (KafkaTap kafka = new KafkaTap()) {
            assertThat(kafka.awaitEvent(Topic.SHARING, s, "SharingRefused", SOON)
                            .value())
                    .contains("UNRECORDED_SHARING");
        }
    }

    @Test
    @Tag("R-3.1.1-2")
    void theSenderEchoesTheDisclosureOnceWhateverHappenedSince() {
        registered();
        String id = shared(order());
        Api.granted(s, Api.grant("SERVICE_DELIVERY"));
        Api.withdraw(s, "SERVICE_DELIVERY").statusCode(200);
        ask(order()).statusCode(403).body("code", equalTo("CONSENT_REQUIRED"));
        String echo = shared(with(order(), "echoOf", id));
        assertThat(shared(with(order(), "echoOf", id))).isEqualTo(echo);
        disclosures(Tokens.subject(s), s)
                .body("items.disclosureId", hasItem(id))
                .body("items.find { it.disclosureId == '" + id + "' }.confirmedAt", notNullValue())
                .body("items.find { it.disclosureId == '" + echo + "' }.echoOf", equalTo(id))
                .body("items.find { it.disclosureId == '" + id + "' }.recipientName", equalTo("A recipient"))
                .body("items.find { it.disclosureId == '" + id + "' }.evidence", equalTo("c-1"));
    }

    @Test
    @Tag("R-3.1.1-1")
    void everyDecisionAboutSharingIsADecisionRecorded() {
        registered();
        shared(order());
        ask(with(order(), "consideration", "PAID")).statusCode(403);
        try (KafkaTap kafka = new KafkaTap()) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(kafka.records(Topic.CONSENT, s).stream()
                                    .filter(r -> r.type().equals("covenant.DecisionRecorded"))
                                    .map(r -> r.value().contains("\"DENY\"") ? "DENY" : "PERMIT"))
                            .containsExactly("PERMIT", "DENY"));
        }
    }

    @Test
    @Tag("R-3.3-3")
    @Tag("R-3.1.1-1")
    void whatADutyOfSecrecyForbidsToTellIsSeenByAuditorsOnly() {
        put("bureau-" + s, holder("REGULATOR", List.of("basic.name"), "SUPPORT_AND_COMPLAINTS"))
                .statusCode(201);
        Map<String, Object> demand = with(
                share(s, "bureau-" + s, "LEGAL_COMPULSION", "service.order", "basic.name"),
                "evidence",
                Map.of(
                        "documentType",
                        "WARRANT",
                        "documentNumber",
                        "(2026) 7",
                        "authority",
                        "A court",
                        "scanSha256",
                        "b".repeat(64),
                        "categories",
                        List.of("service.order"),
                        "secret",
                        true));
        String approval = ask(demand).statusCode(202).extract().path("approvalId");
        disclosures(Tokens.auditor(), s).body("items", equalTo(List.of()));
        Api.approve(approval).statusCode(201).body("categories", contains("service.order"));
        disclosures(Tokens.subject(s), s).body("items", equalTo(List.of()));
        disclosures(Tokens.auditor(), s)
                .body("items.ground", contains("LEGAL_COMPULSION"))
                .body("items.secret", contains(true));
    }

    @Test
    @Tag("R-3.1.1-4")
    void theLedgerOutlivesThePersonUnderAPseudonymAndKnowsNoDeletion() throws SQLException {
        registered();
        String id = shared(order());
        try (KafkaTap kafka = new KafkaTap()) {
            Sharing.erase(kafka, s);
        }
        await().atMost(SOON)
                .untilAsserted(() -> disclosures(Tokens.backend(), s).body("items", equalTo(List.of())));
        disclosures(Tokens.auditor(), s)
                .body("items.disclosureId", contains(id))
                .body("items.evidence", contains(nullValue()));
        as(Tokens.auditor())
                .get("/v1/disclosures?recipient=" + processor)
                .then()
                .statusCode(200)
                .body("items.disclosureId", contains(id))
                .body("items.subjectId", everyItem(org.hamcrest.Matchers.not(equalTo(s))));
        for (String time : List.of("yesterday", "%2B999999999-01-01T00:00:00Z", "-4800-01-01T00:00:00Z")) {
            as(Tokens.auditor())
                    .urlEncodingEnabled(false)
                    .get("/v1/disclosures?from=" + time)
                    .then()
                    .statusCode(422)
                    .body("violations.field", contains("from"));
        }
        try (Connection connection = dataSource.getConnection();
                Statement sql = connection.createStatement()) {
            assertThatThrownBy(() -> sql.execute("delete from disclosure where id = '" + id + "'"))
                    .hasMessageContaining("never deleted");
            assertThatThrownBy(() -> sql.execute("update disclosure set recipient = 'x' where id = '" + id + "'"))
                    .hasMessageContaining("never changed");
        }
    }

    @Test
    @Tag("AC-74")
    @Tag("R-1.2.4-2")
    @Tag("R-1.2.4-3")
    void aComplaintStandsInBothPersonsHistoriesUnlessALawForbidsIt() {
        String bureau = "bureau-" + s;
        String other = newSubject();
        List<String> exactly = List.of("basic.name", "identity.national_id", "service.complaint_content");
        put(bureau, holder("CONSUMER_PROTECTION", exactly, "SUPPORT_AND_COMPLAINTS"))
                .statusCode(201);
        Map<String, Object> complaint = share(s, bureau, "DISPUTE_AT_REQUEST", exactly.toArray(String[]::new));
        complaint.put("purpose", "SUPPORT_AND_COMPLAINTS");
        complaint.put("evidence", Map.of("complaintId", "cp-" + s));
        complaint.put("counterpart", other);
        String second = ask(complaint)
                .statusCode(201)
                .body("disclosureId", notNullValue())
                .extract()
                .path("counterpartDisclosureId");
        disclosures(Tokens.subject(other), other)
                .body("items.disclosureId", contains(second))
                .body("items[0].categories", containsInAnyOrder(exactly.toArray()));
        as(Tokens.subject(other))
                .get("/v1/subjects/" + s + "/disclosures")
                .then()
                .statusCode(403);

        String ban = as(Tokens.operator())
                .body(Map.of("complaintId", "cp-" + s, "law", "A law on secrets", "article", "3"))
                .post("/v1/sharing/bans")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        ask(complaint).statusCode(403).body("code", equalTo("SHARING_NOT_PERMITTED"));
        as(Tokens.operator())
                .body(Map.of())
                .post("/v1/sharing/bans/" + ban + "/lifting")
                .then()
                .statusCode(200);
        ask(complaint).statusCode(201);
    }

    /** Asks at random and keeps a book of the answers; the ledger, page by page, and the topic say the same as the book. */
    @Test
    @Tag("R-3.1.1-2")
    @Tag("R-3.3-3")
    void nothingLeavesThatIsNotInTheLedgerAndOnTheTopic() {
        registered();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, String> book = new HashMap<>();
        List<String> refusals = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Map<String, Object> body = order();
            body.put("ground", random.nextBoolean() ? "CORE_FUNCTION" : "EXPLICIT_CONSENT");
            body.put("consideration", random.nextInt(5) == 0 ? "PAID" : "NONE");
            body.put("recipient", random.nextInt(5) == 0 ? "nobody" : processor);
            body.put("categories", random.nextBoolean() ? List.of("service.order") : List.of("device.id"));
            if (!book.isEmpty() && random.nextInt(4) == 0) {
                body.put(
                        "echoOf",
                        random.nextBoolean()
                                ? UUID.randomUUID().toString()
                                : book.keySet().iterator().next());
            }
            ExtractableResponse<Response> answer = ask(body).extract();
            if (answer.statusCode() == 201) {
                book.put(answer.path("disclosureId"), String.valueOf(body.get("categories")));
            } else {
                assertThat(answer.statusCode()).as("seed %d", seed).isEqualTo(403);
                refusals.add(answer.path("code"));
            }
        }
        Map<String, String> ledger = new HashMap<>();
        int refused = 0;
        String next = "";
        do {
            ExtractableResponse<Response> page = Api.backend()
                    .get("/v1/subjects/" + s + "/disclosures?limit=7" + next)
                    .then()
                    .statusCode(200)
                    .extract();
            List<Map<String, Object>> items = page.path("items");
            for (Map<String, Object> line : items) {
                if (line.get("outcome").equals("PERMITTED")) {
                    ledger.put(String.valueOf(line.get("disclosureId")), String.valueOf(line.get("categories")));
                } else {
                    refused++;
                }
            }
            String cursor = page.path("next");
            next = cursor == null ? "" : "&cursor=" + cursor;
        } while (!next.isEmpty());
        assertThat(ledger).as("seed %d", seed).isEqualTo(book);
        assertThat(refused).as("seed %d", seed).isEqualTo(refusals.size());
        try (KafkaTap kafka = new KafkaTap()) {
            await().atMost(SOON).untilAsserted(() -> {
                Set<String> told = new HashSet<>();
                kafka.records(Topic.SHARING, s).stream()
                        .filter(r -> r.type().equals("covenant.PersonalDataShared"))
                        .forEach(r -> book.keySet().stream()
                                .filter(id -> r.value().contains("\"disclosureId\":\"" + id))
                                .forEach(told::add));
                assertThat(told).as("seed %d", seed).isEqualTo(book.keySet());
            });
        }
    }
}
