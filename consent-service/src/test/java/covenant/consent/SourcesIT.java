package covenant.consent;

import static covenant.consent.Api.as;
import static covenant.consent.Api.backend;
import static covenant.consent.Api.grant;
import static covenant.consent.Api.granted;
import static covenant.consent.Api.newSubject;
import static covenant.consent.Api.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.TapRecord;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class SourcesIT {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String OPENID = "network_id.third_party_openid";

    private final String s = newSubject();

    private ValidatableResponse link(String provider, String... scopes) {
        return backend()
                .body(Map.of("scopes", List.of(scopes), "at", Api.now().toString()))
                .put("/v1/subjects/" + s + "/linked-accounts/" + provider)
                .then();
    }

    private void unlink(String provider) {
        backend()
                .delete("/v1/subjects/" + s + "/linked-accounts/" + provider)
                .then()
                .statusCode(200);
    }

    private String asked(String purpose, String category, String... source) {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("subjectId", s);
        question.put("purpose", purpose);
        question.put("category", category);
        question.put("source", "THIRD_PARTY");
        if (source.length > 0) {
            question.put("sourceId", source[0]);
        }
        var answer = backend()
                .body(question)
                .post("/v1/decisions")
                .then()
                .statusCode(200)
                .extract();
        return answer.path("decision").equals("PERMIT") ? "PERMIT" : answer.path("code");
    }

    private static ValidatableResponse register(String id, String kind, Map<String, ?> evidence, String... categories) {
        return as(Tokens.ops())
                .body(Map.of("name", id, "kind", kind, "categories", List.of(categories), "evidence", evidence))
                .put("/v1/sources/" + id)
                .then();
    }

    private static Map<String, Object> fromThirdParty(Map<String, Object> item) {
        item.put("source", "THIRD_PARTY");
        return item;
    }

    @Test
    @Tag("AC-19")
    @Tag("R-1.4.1-1")
    void unlinkingWithdrawsTheConsentOfTheLoginAndLetsItsIdBeErased() {
        granted(s, grant("SERVICE_DELIVERY"));
        String consent = link("wechat", "openid", "email", "an.unknown.scope")
                .statusCode(200)
                .body("categories", contains(OPENID, "basic.email"))
                .body("scopes", hasItem("an.unknown.scope"))
                .body("consentId", notNullValue())
                .extract()
                .path("consentId");
        assertThat(verdict(s, "SERVICE_DELIVERY", OPENID)).isEqualTo("PERMIT");
        assertThat(asked("SERVICE_DELIVERY", "basic.email")).isEqualTo("PERMIT");
        assertThat(asked("SERVICE_DELIVERY", "basic.name")).isEqualTo("SOURCE_EVIDENCE_MISSING");

        unlink("wechat");
        unlink("wechat");

        assertThat(verdict(s, "SERVICE_DELIVERY", OPENID)).isEqualTo("CONSENT_REQUIRED");
        assertThat(asked("SERVICE_DELIVERY", OPENID)).isEqualTo("CONSENT_REQUIRED");
        assertThat(verdict(s, "SERVICE_DELIVERY", "basic.email")).isEqualTo("PERMIT");
        backend()
                .get("/v1/subjects/" + s + "/consents/history")
                .then()
                .body("items.find { it.id == '" + consent + "' }.status", equalTo("WITHDRAWN"))
                .body("items.find { it.id == '" + consent + "' }.endCause", equalTo("ACCOUNT_UNLINKED"));
        try (KafkaTap kafka = new KafkaTap()) {
            TapRecord withdrawn = kafka.awaitEvent(Topic.CONSENT, s, "ConsentWithdrawn", SOON);
            assertThat(withdrawn.value())
                    .contains("\"cause\":\"ACCOUNT_UNLINKED\"")
                    .contains("\"" + OPENID + "\":[]")
                    .contains("\"basic.email\":[\"SERVICE_DELIVERY\"]");
        }
    }

    @Test
    @Tag("R-1.4.1-1")
    void aLoginAloneAllowsNothingUntilOurPolicyIsAccepted() {
        link("qq", OPENID).statusCode(200);
        assertThat(asked("SERVICE_DELIVERY", OPENID)).isEqualTo("CONSENT_REQUIRED");
        assertThat(verdict(s, "SERVICE_DELIVERY", OPENID)).isEqualTo("CONSENT_REQUIRED");
        backend().get("/v1/subjects/" + s + "/consents/history").then().body("items.size()", equalTo(0));

        granted(s, grant("SUPPORT_AND_COMPLAINTS"));

        assertThat(asked("SERVICE_DELIVERY", OPENID)).isEqualTo("PERMIT");
        assertThat(asked("SERVICE_DELIVERY", OPENID, "login:qq")).isEqualTo("PERMIT");
        assertThat(asked("SERVICE_DELIVERY", OPENID, "login:wechat")).isEqualTo("CONSENT_REQUIRED");
        assertThat(verdict(s, "SERVICE_DELIVERY", "basic.name")).isNotEqualTo("PERMIT");
        link("q q", OPENID).statusCode(422);
    }

    @Test
    @Tag("R-1.1.3-1")
    void dataOfAThirdPartyNeedsItsProofAndAConsentThatNamesIt() {
        String source = "src-" + s.substring(2, 10);
        granted(s, grant("SERVICE_DELIVERY"));
        assertThat(asked("SERVICE_DELIVERY", "basic.address", source)).isEqualTo("SOURCE_EVIDENCE_MISSING");
        register(source, "PARTNER", Map.of(), "basic.address")
                .statusCode(422)
                .body("code", equalTo("SOURCE_EVIDENCE_MISSING"));
        register(source, "PARTNER", Map.of("contractId", "c-1"), "health.record")
                .statusCode(422)
                .body("code", equalTo("CATEGORY_NOT_ENABLED"));
        register(source, "PARTNER", Map.of("contractId", "c-1"), "no.such")
                .statusCode(422)
                .body("code", equalTo("CATEGORY_UNKNOWN"));
        register(source, "PARTNER", Map.of("contractId", "c-1"), "basic.address")
                .statusCode(200);
        assertThat(asked("SERVICE_DELIVERY", "basic.address", source)).isEqualTo("CONSENT_REQUIRED");

        granted(s, fromThirdParty(grant("SERVICE_DELIVERY")));

        assertThat(asked("SERVICE_DELIVERY", "basic.address", source)).isEqualTo("PERMIT");
        assertThat(asked("SERVICE_DELIVERY", "basic.address", "another")).isEqualTo("SOURCE_EVIDENCE_MISSING");
        assertThat(verdict(s, "SERVICE_DELIVERY", "basic.address")).isEqualTo("PERMIT");
        as(Tokens.subject(s)).put("/v1/sources/x").then().statusCode(403);
        as(Tokens.ops()).get("/v1/sources?limit=500").then().statusCode(200).body("items.id", hasItem(source));
    }

    @Test
    @Tag("R-1.4.2-1")
    void whatThePersonTookBackAtTheSourceIsTakenBackHere() {
        String source = "src-" + s.substring(2, 10);
        register(source, "AFFILIATE", Map.of("reference", "r-1"), "basic.address", "basic.email")
                .statusCode(200);
        Map<String, Object> item = grant("SERVICE_DELIVERY");
        item.put("sourceId", source);
        item.put("categories", List.of("basic.address", "basic.email"));
        granted(s, item);
        assertThat(asked("SERVICE_DELIVERY", "basic.email", source)).isEqualTo("PERMIT");
        assertThat(verdict(s, "SERVICE_DELIVERY", "basic.email")).isEqualTo("CONSENT_REQUIRED");

        report(source, "basic.email").statusCode(200);
        assertThat(asked("SERVICE_DELIVERY", "basic.email", source)).isEqualTo("CONSENT_REQUIRED");
        assertThat(asked("SERVICE_DELIVERY", "basic.address", source)).isEqualTo("PERMIT");
        try (KafkaTap kafka = new KafkaTap()) {
            TapRecord withdrawn = kafka.awaitEvent(Topic.CONSENT, s, "ConsentWithdrawn", SOON);
            assertThat(withdrawn.value())
                    .contains("\"cause\":\"SOURCE_REPORTED\"")
                    .contains("\"categories\":[\"basic.email\"]");
        }
        report(source).statusCode(200);
        assertThat(asked("SERVICE_DELIVERY", "basic.address", source)).isEqualTo("CONSENT_REQUIRED");
        backend()
                .get("/v1/subjects/" + s + "/consents")
                .then()
                .body("items[0].status", equalTo("WITHDRAWN"))
                .body("items[0].source", equalTo(source));
    }

    private ValidatableResponse report(String source, String... categories) {
        return backend()
                .body(Map.of("subjectId", s, "categories", List.of(categories)))
                .post("/v1/sources/" + source + "/withdrawals")
                .then();
    }

    @Test
    @Tag("R-1.1.3-1")
    @Tag("R-1.2.2-3")
    void aQueryAtACreditAgencyNeedsWrittenConsent() {
        String agency = "agency-" + s.substring(2, 10);
        register(agency, "CREDIT_AGENCY", Map.of("contractId", "c-2"), "financial.loan")
                .statusCode(200);
        granted(s, fromThirdParty(Api.separate("CREDIT_ASSESSMENT", "financial.loan")));
        assertThat(asked("CREDIT_ASSESSMENT", "financial.loan", agency)).isEqualTo("WRITTEN_CONSENT_REQUIRED");

        Map<String, Object> signed =
                Api.consents(s, fromThirdParty(Api.separate("CREDIT_ASSESSMENT", "financial.loan")));
        signed.put("method", "SIGNATURE");
        Api.post(signed).statusCode(201);

        assertThat(asked("CREDIT_ASSESSMENT", "financial.loan", agency)).isEqualTo("PERMIT");
    }
}
