package covenant.consent;

import static covenant.consent.Api.backend;
import static covenant.consent.Api.consents;
import static covenant.consent.Api.grant;
import static covenant.consent.Api.granted;
import static covenant.consent.Api.newSubject;
import static covenant.consent.Api.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.CatalogueFile;
import covenant.consent.catalogue.Category;
import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class DeviceAndCookieIT {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String DOMAIN = "app.example.com";

    @Inject
    Jdbi jdbi;

    private final String s = newSubject();
    private final String cookie = "cookie-" + s;

    @Test
    @Tag("R-SIG-1")
    void whatWasAcceptedOnADeviceCountsOnceTheRegistrationConfirmsIt() {
        String device = "device-" + s;
        Map<String, Object> body = consents(s, grant("SERVICE_DELIVERY"));
        body.remove("subjectId");
        Api.post(body).statusCode(422).body("violations.field", hasItem("subjectId"));
        body.put("deviceId", device);
        Api.post(body).statusCode(201).body("status", equalTo("UNCONFIRMED"));
        assertThat(verdict(s, "SERVICE_DELIVERY", "basic.name")).isEqualTo("CONSENT_REQUIRED");
        confirm("device-of-nobody").statusCode(404);

        confirm(device).statusCode(201).body("consents.purpose", contains("SERVICE_DELIVERY"));

        assertThat(verdict(s, "SERVICE_DELIVERY", "basic.name")).isEqualTo("PERMIT");
        confirm(device).statusCode(404);
        Integer withTheId =
                jdbi.withHandle(h -> h.createQuery("select count(*) from device_acceptance d where d::text like :id")
                        .bind("id", "%" + device + "%")
                        .mapTo(Integer.class)
                        .one());
        assertThat(withTheId).isZero();
        body.put("policySha256", "0".repeat(64));
        Api.post(body).statusCode(409).body("code", equalTo("VERSION_CONFLICT"));
    }

    private ValidatableResponse confirm(String device) {
        return backend()
                .body(Map.of("deviceId", device))
                .post("/v1/subjects/" + s + "/device-acceptances")
                .then();
    }

    private static ValidatableResponse register(Map<String, String> body) {
        return backend().body(body).post("/v1/cookies").then();
    }

    private ValidatableResponse read(String readingDomain) {
        return backend()
                .body(Map.of("name", "sid", "domain", DOMAIN, "readingDomain", readingDomain, "cookieId", cookie))
                .post("/v1/cookies/reads")
                .then();
    }

    private ValidatableResponse link() {
        return backend()
                .body(Map.of("name", "sid", "domain", DOMAIN, "cookieId", cookie))
                .put("/v1/subjects/" + s + "/cookie-links")
                .then();
    }

    @Test
    @Tag("R-2.1-2")
    @Tag("R-2.2-1")
    void aCookieIsRegisteredWithItsPurposeAndReadByItsOwnDomainOnly() {
        register(Map.of("domain", DOMAIN))
                .statusCode(422)
                .body("violations.field", hasItems("name", "purpose", "lifetime"));
        register(Map.of("name", "x", "domain", DOMAIN, "purpose", "PERSONALISATION", "lifetime", "P1D"))
                .statusCode(403)
                .body("code", equalTo("PURPOSE_NOT_COVERED"));
        register(Map.of("name", "sid", "domain", DOMAIN, "purpose", "COOKIE_NECESSARY", "lifetime", "P1D"))
                .statusCode(201);
        for (String lifetime : List.of("P0D", "P11Y", "PDW", "P999999999Y")) {
            register(Map.of("name", "sid", "domain", DOMAIN, "purpose", "COOKIE_NECESSARY", "lifetime", lifetime))
                    .statusCode(422)
                    .body("violations.field", hasItems("lifetime"));
        }
        read("ads.example.com").statusCode(403).body("code", equalTo("FORBIDDEN"));
        read(DOMAIN).statusCode(404);
        granted(s, grant("PERSONALISATION"));
        assertThat(verdict(s, "PERSONALISATION", "cookie.id")).isEqualTo("PURPOSE_NOT_COVERED");
        assertThat(verdict(s, "COOKIE_ANALYTICS", "basic.name")).isEqualTo("CATEGORY_NOT_ALLOWED_FOR_PURPOSE");
    }

    @Test
    @Tag("R-2.3-1")
    void recognisingAPersonByACookieIsRecordedAndEndsWithTheLoginAndTheAccount() {
        register(Map.of("name", "sid", "domain", DOMAIN, "purpose", "COOKIE_NECESSARY", "lifetime", "P1D"))
                .statusCode(201);
        link().statusCode(403).body("code", equalTo("CONSENT_REQUIRED"));
        granted(s, grant("SERVICE_DELIVERY"));
        link().statusCode(200);
        read(DOMAIN).statusCode(200).body("subjectId", equalTo(s));
        try (KafkaTap kafka = new KafkaTap()) {
            kafka.awaitRecord(
                    Topic.CONSENT,
                    r -> s.equals(r.key())
                            && r.value().contains("\"decision\":\"PERMIT\"")
                            && r.value().contains("COOKIE_NECESSARY"),
                    SOON);
            Api.as(Tokens.subject(s))
                    .delete("/v1/subjects/" + s + "/cookie-links")
                    .then()
                    .statusCode(200);
            read(DOMAIN).statusCode(404);
            link().statusCode(200);
            kafka.publish(Topic.ACCOUNT, s, "AccountClosed", "{\"accountId\":\"a-" + s.substring(2) + "\"}");
            Awaitility.await().atMost(SOON).until(() -> read(DOMAIN).extract().statusCode() == 404);
        }
    }

    @Test
    @Tag("AC-20")
    @Tag("R-2.2-2")
    void clearingCookiesErasesWhatTheyRecordedExceptTheSecurityRecordAndSaysWhatIsLost() {
        register(Map.of("name", "sid", "domain", DOMAIN, "purpose", "COOKIE_NECESSARY", "lifetime", "P1D"))
                .statusCode(201);
        granted(s, grant("COOKIE_ADVERTISING"), grant("COOKIE_PREFERENCE"));
        assertThat(verdict(s, "COOKIE_ADVERTISING", "cookie.id")).isEqualTo("PERMIT");
        link().statusCode(200);
        assertThat(links()).isEqualTo(1);

        backend()
                .delete("/v1/subjects/" + s + "/cookies")
                .then()
                .statusCode(200)
                .body("cleared", hasItems("COOKIE_ADVERTISING", "COOKIE_PREFERENCE", "COOKIE_ANALYTICS"))
                .body("kept", hasItem("SECURITY_LOG"))
                .body("lostFunctions.effect", hasItems("PREFERENCES_LOST", "SECURITY_REDUCED"))
                .body("lostFunctions[0].zh", containsString("安全性"));

        assertThat(links()).as("rows of this server").isZero();
        read(DOMAIN).statusCode(404);
        assertThat(List.of(verdict(s, "COOKIE_ADVERTISING", "cookie.id"), verdict(s, "COOKIE_PREFERENCE", "cookie.id")))
                .containsOnly("CONSENT_REQUIRED");
        assertThat(verdict(s, "COOKIE_NECESSARY", "cookie.id")).isEqualTo("PERMIT");
        try (KafkaTap kafka = new KafkaTap()) {
            // The last of the withdrawals leaves no purpose for the cookie's records: retention orders their erasure.
            kafka.awaitRecord(
                    Topic.CONSENT,
                    r -> s.equals(r.key())
                            && r.value().contains("COOKIES_CLEARED")
                            && r.value().contains("\"cookie.id\":[]"),
                    SOON);
            assertThat(kafka.records(Topic.CONSENT, s))
                    .as("the security record of the link stays, and no withdrawal touches the security log")
                    .anyMatch(r ->
                            r.value().contains("COOKIE_NECESSARY") && r.value().contains("PERMITTED"))
                    .noneMatch(r ->
                            r.value().contains("COOKIES_CLEARED") && r.value().contains("network_id.ip_address"));
        }
    }

    @Test
    @Tag("AC-20")
    @Tag("R-2.2-2")
    void clearingAlsoErasesWhatWasRecordedBeforeAPurposeWasTakenBack() {
        granted(s, grant("COOKIE_ADVERTISING"));
        Api.withdraw(s, "COOKIE_ADVERTISING").statusCode(200);
        try (KafkaTap kafka = new KafkaTap()) {
            // The necessary cookies may still use the category: the withdrawal alone erases nothing.
            kafka.awaitRecord(
                    Topic.CONSENT,
                    r -> s.equals(r.key()) && r.value().contains("\"cookie.id\":[\"COOKIE_NECESSARY\"]"),
                    SOON);
            backend().delete("/v1/subjects/" + s + "/cookies").then().statusCode(200);
            kafka.awaitRecord(
                    Topic.CONSENT,
                    r -> s.equals(r.key())
                            && r.value().contains("COOKIES_CLEARED")
                            && r.value().contains("\"cookie.id\":[]"),
                    SOON);
        }
    }

    private int links() {
        return jdbi.withHandle(h -> h.createQuery("select count(*) from cookie_link where subject_id = :subject")
                .bind("subject", s)
                .mapTo(Integer.class)
                .one());
    }

    @Test
    @Tag("R-1.2.3-4")
    void aPersonListsTheOwnRecordsWhileTheAccountIsOpen() {
        granted(s, grant("SERVICE_DELIVERY"));
        assertThat(verdict(s, "SERVICE_DELIVERY", "service.order")).isEqualTo("PERMIT");
        Api.as(Tokens.subject(s))
                .get("/v1/subjects/" + s + "/consents/history?limit=1")
                .then()
                .statusCode(200)
                .body("items[0].purpose", equalTo("SERVICE_DELIVERY"));
    }

    /** An agent who needs the clear value opens it with ticket and second factor: the notification-service's letters show that. */
    @Test
    @Tag("R-1.2.4-1")
    @Tag("R-1.5.4-1")
    void agentsOfCustomerServiceAreToldToMaskWhateverHasAMask() {
        assertThat(verdict(s, "SUPPORT_AND_COMPLAINTS", "basic.mobile_phone")).isEqualTo("CONSENT_REQUIRED");
        granted(s, grant("SUPPORT_AND_COMPLAINTS"));
        Catalogue catalogue = CatalogueFile.read();
        for (Category category : catalogue.categoriesOf(
                catalogue.purpose("SUPPORT_AND_COMPLAINTS").orElseThrow())) {
            if (category.state() == Category.State.ON && category.separateFor().isEmpty()) {
                Api.decide(s, "SUPPORT_AND_COMPLAINTS", category.name())
                        .body("decision", equalTo("PERMIT"))
                        .body(
                                "obligations",
                                category.mask() == null
                                        ? equalTo(List.of())
                                        : equalTo(List.of("MASK_" + category.mask())));
            }
        }
        assertThat(verdict(s, "SUPPORT_AND_COMPLAINTS", "biometric.face_image"))
                .isEqualTo("CATEGORY_NOT_ALLOWED_FOR_PURPOSE");
    }

    @Test
    @Tag("R-1.1.1-1")
    @Tag("R-1.5.1-1")
    @Tag("R-1.2-1")
    void whatIsGivenDirectlyNeedsTheBasisOfARegisteredPurposeToo() {
        Map<String, String> form = Map.of(
                "subjectId",
                s,
                "purpose",
                "SUPPORT_AND_COMPLAINTS",
                "category",
                "service.support_ticket",
                "source",
                "DIRECT");
        backend().body(form).post("/v1/decisions").then().body("code", equalTo("CONSENT_REQUIRED"));
        granted(s, grant("SUPPORT_AND_COMPLAINTS"));
        backend()
                .body(form)
                .post("/v1/decisions")
                .then()
                .body("decision", equalTo("PERMIT"))
                .body("obligations", hasItem("MASK_TEXT"));
        for (String purpose : List.of("OTHER", "ETC", "DISPUTES")) {
            backend()
                    .body(Map.of("subjectId", s, "purpose", purpose, "category", "basic.name"))
                    .post("/v1/decisions")
                    .then()
                    .statusCode(422)
                    .body("code", equalTo("PURPOSE_UNKNOWN"));
        }
    }
}
