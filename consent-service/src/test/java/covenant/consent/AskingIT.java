package covenant.consent;

import static covenant.consent.Api.consents;
import static covenant.consent.Api.grant;
import static covenant.consent.Api.newSubject;
import static covenant.consent.Api.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import covenant.testing.CovenantServers;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class AskingIT {
    /** The ASN.1 head of an Ed25519 public key (RFC 8410). */
    private static final String ED25519 = "302a300506032b6570032100";

    @Inject
    Jdbi jdbi;

    private final String s = newSubject();

    @Test
    @Tag("R-SIG-1")
    void aReceiptIsVerifiedWithThePublishedKey() throws GeneralSecurityException {
        String id = post(consents(s, grant("SERVICE_DELIVERY")))
                .statusCode(201)
                .extract()
                .path("consents[0].id");
        String path = "/v1/subjects/" + s + "/consents/" + id + "/receipt";
        Api.as(Tokens.subject(s))
                .accept("application/json")
                .get(path)
                .then()
                .statusCode(200)
                .body("'@type'", equalTo("dpv:ConsentRecord"))
                .body("'dct:conformsTo'", equalTo("dpv-27560:record-2"))
                .body("'@context'.'dpv-27560'", equalTo("https://w3id.org/dpv/schema/dpv-27560#"))
                .body("'dpv:hasEntity'.'covenant:controller'.'dpv:hasName'", notNullValue())
                .body("'dpv:hasProcess'[0].'dpv:hasPurpose'[0].'skos:broader'", equalTo("dpv:ServiceProvision"))
                .body("'dpv:hasProcess'[0].'dpv:hasProcessing'", hasItem("dpv:Use"))
                .body("'dpv:hasProcess'[0].'dpv:hasDataSource'[0].'@type'", hasItem("dpv:DataSubjectDataSource"))
                .body("'dct:identifier'", equalTo(id))
                .body("'dpv:hasConsentStatus'[0].'@type'", equalTo("dpv:ConsentGiven"));

        String jws = Api.as(Tokens.subject(s))
                .accept("application/jwt")
                .get(path)
                .then()
                .statusCode(200)
                .contentType("application/jwt")
                .extract()
                .asString();

        String[] parts = jws.split("\\.");
        String x = given().get("/v1/keys").then().statusCode(200).extract().path("keys[0].x");
        Signature verifier = Signature.getInstance("Ed25519");
        byte[] head = HexFormat.of().parseHex(ED25519);
        byte[] key = java.util.Arrays.copyOf(head, head.length + 32);
        System.arraycopy(Base64.getUrlDecoder().decode(x), 0, key, head.length, 32);
        verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key)));
        verifier.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(verifier.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                .contains(id);
        verifiedByALibraryThatSharesNoCode(jws, id);

        Api.as(Tokens.subject("someone-else")).get(path).then().statusCode(403);
        Api.as(Tokens.subject("someone-else"))
                .get("/v1/subjects/someone-else/consents/" + id + "/receipt")
                .then()
                .statusCode(404);
    }

    /** jose4j knows nothing of how it was signed: it takes the published key set and the compact form. */
    private static void verifiedByALibraryThatSharesNoCode(String jws, String id) {
        try {
            JsonWebKeySet keys = new JsonWebKeySet(given().get("/v1/keys").asString());
            JsonWebSignature signature = new JsonWebSignature();
            signature.setAlgorithmConstraints(
                    new AlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, "EdDSA"));
            signature.setCompactSerialization(jws);
            signature.setKey(keys.findJsonWebKey(signature.getKeyIdHeaderValue(), "OKP", null, null)
                    .getKey());
            assertThat(signature.verifySignature()).isTrue();
            assertThat(signature.getPayload()).contains(id).contains("dpv:ConsentRecord");
            JsonWebSignature forged = new JsonWebSignature();
            forged.setAlgorithmConstraints(
                    new AlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, "EdDSA"));
            String[] parts = jws.split("\\.");
            forged.setCompactSerialization(parts[0] + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString("{}".getBytes(StandardCharsets.UTF_8))
                    + "." + parts[2]);
            forged.setKey(signature.getKey());
            assertThat(forged.verifySignature()).isFalse();
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aBatchAnswersInOrderAndGatewaysAskInTheirOwnFormat() {
        post(consents(s, grant("SERVICE_DELIVERY"))).statusCode(201);
        Map<String, String> good = Map.of("subjectId", s, "purpose", "SERVICE_DELIVERY", "category", "basic.name");
        Map<String, String> unknown = Map.of("subjectId", s, "purpose", "NOTHING", "category", "basic.name");
        Map<String, String> bad = Map.of("subjectId", s, "purpose", "PERSONALISATION", "category", "browsing.follow");
        Api.backend()
                .body(Map.of("decisions", List.of(good, unknown, bad)))
                .post("/v1/decisions/batch")
                .then()
                .statusCode(200)
                .body("decisions.decision", equalTo(List.of("PERMIT", "DENY", "DENY")))
                .body("decisions.code", equalTo(List.of("PERMITTED", "PURPOSE_UNKNOWN", "CONSENT_REQUIRED")));
        Api.backend()
                .body(Map.of("decisions", java.util.Collections.nCopies(1_001, good)))
                .post("/v1/decisions/batch")
                .then()
                .statusCode(422);
        Map<String, String> personal =
                Map.of("subjectId", "nobody@example.org", "purpose", "PERSONALISATION", "category", "browsing.follow");
        Map<String, String> unasked = Map.of("subjectId", s, "purpose", "PERSONALISATION");
        Api.backend()
                .body(Map.of("decisions", List.of(good, good, good, personal)))
                .post("/v1/decisions/batch")
                .then()
                .statusCode(422)
                .body("violations.field", equalTo(List.of("decisions[3].subjectId")));
        Api.backend()
                .body(Map.of("decisions", List.of(good, unasked)))
                .post("/v1/decisions/batch")
                .then()
                .statusCode(422)
                .body("violations.field", equalTo(List.of("decisions[1].category")));
        Api.backend()
                .body(personal)
                .post("/v1/decisions")
                .then()
                .statusCode(422)
                .body("violations.field", equalTo(List.of("subjectId")));
        Api.backend()
                .body(unknown)
                .post("/v1/decisions")
                .then()
                .statusCode(422)
                .body("code", equalTo("PURPOSE_UNKNOWN"));
        Map<String, Object> evaluation = Map.of(
                "subject", Map.of("type", "data-subject", "id", s),
                "action", Map.of("name", "SERVICE_DELIVERY"),
                "resource", Map.of("type", "category", "id", "basic.name"));
        Api.backend()
                .body(evaluation)
                .post("/access/v1/evaluation")
                .then()
                .statusCode(200)
                .body("decision", equalTo(true))
                .body("context.basis", equalTo("CONTRACT"));
        Api.backend()
                .body(Map.of(
                        "subject", evaluation.get("subject"),
                        "action", evaluation.get("action"),
                        "evaluations",
                                List.of(
                                        Map.of("resource", evaluation.get("resource")),
                                        Map.of("resource", Map.of("type", "category", "id", "financial.bank_card")))))
                .post("/access/v1/evaluations")
                .then()
                .statusCode(200)
                .body("evaluations.decision", equalTo(List.of(true, false)));
        for (String semantic : List.of("execute_all", "permit_on_first_permit")) {
            Api.backend()
                    .body(Map.of(
                            "subject", evaluation.get("subject"),
                            "action", evaluation.get("action"),
                            "context", Map.of("time", "2026-11-30T08:00:00Z"),
                            "options", Map.of("evaluations_semantic", semantic),
                            "evaluations",
                                    java.util.Collections.nCopies(2, Map.of("resource", evaluation.get("resource")))))
                    .post("/access/v1/evaluations")
                    .then()
                    .statusCode(200)
                    .body("evaluations.size()", equalTo(semantic.equals("execute_all") ? 2 : 1));
        }
    }

    /** The state cannot be read: the answer is no answer, which callers treat as a denial, and comes back by itself. */
    @Test
    @Tag("AC-90")
    void whatCannotBeKnownIsNotPermitted() {
        post(consents(s, grant("SERVICE_DELIVERY"))).statusCode(201);
        Map<String, String> question = Map.of("subjectId", s, "purpose", "SERVICE_DELIVERY", "category", "basic.name");
        jdbi.useHandle(h -> h.execute("alter table subject_state rename to subject_state_away"));
        try {
            Api.backend()
                    .body(question)
                    .post("/v1/decisions")
                    .then()
                    .statusCode(503)
                    .body("code", equalTo("DECISION_UNAVAILABLE"));
            Api.backend()
                    .body(Map.of("decisions", List.of(question)))
                    .post("/v1/decisions/batch")
                    .then()
                    .statusCode(503)
                    .body("code", equalTo("DECISION_UNAVAILABLE"));
        } finally {
            jdbi.useHandle(h -> h.execute("alter table subject_state_away rename to subject_state"));
        }
        assertThat(Api.verdict(s, "SERVICE_DELIVERY", "basic.name")).isEqualTo("PERMIT");
    }

    @Test
    void onlyWhoMayAsksAndPseudonymsOnly() {
        Map<String, String> question = Map.of("subjectId", s, "purpose", "SERVICE_DELIVERY", "category", "basic.name");
        given().contentType("application/json")
                .body(question)
                .post("/v1/decisions")
                .then()
                .statusCode(401);
        Api.as(Tokens.ops()).body(question).post("/v1/decisions").then().statusCode(403);
        Api.backend().body("[").post("/v1/decisions").then().statusCode(400);
        Api.backend()
                .body(Map.of("subjectId", s, "purpose", "P", "category", "c", "colour", "red"))
                .post("/v1/decisions")
                .then()
                .statusCode(400);
        Api.backend()
                .body(Map.of("subjectId", "13800138000", "purpose", "P", "category", "c"))
                .post("/v1/decisions")
                .then()
                .statusCode(422)
                .body("code", equalTo("SUBJECT_ID_IS_PERSONAL_DATA"));
        Api.as(Tokens.subject("other"))
                .body(consents(s, grant("SERVICE_DELIVERY")))
                .post("/v1/consents")
                .then()
                .statusCode(403);
    }

    @Test
    @Tag("AC-20")
    @Tag("R-1.5.3-2")
    @Tag("R-2.2-2")
    void settingsAndClearingCookiesAreWithdrawals() {
        post(consents(s, grant("COOKIE_ADVERTISING"), grant("COOKIE_NECESSARY")))
                .statusCode(201);
        Api.backend()
                .body(Map.of("purposes", Map.of("PERSONALISATION", true)))
                .put("/v1/subjects/" + s + "/preferences")
                .then()
                .statusCode(200);
        assertThat(Api.verdict(s, "PERSONALISATION", "browsing.follow")).isEqualTo("PERMIT");
        Api.backend()
                .body(Map.of("purposes", Map.of("PERSONALISATION", false)))
                .put("/v1/subjects/" + s + "/preferences")
                .then()
                .statusCode(200)
                .body("consents[0].status", equalTo("WITHDRAWN"))
                .body("consents[0].endCause", equalTo("PREFERENCES"));
        assertThat(Api.verdict(s, "PERSONALISATION", "browsing.follow")).isEqualTo("CONSENT_REQUIRED");

        Api.backend()
                .delete("/v1/subjects/" + s + "/cookies")
                .then()
                .statusCode(200)
                .body("kept[0]", equalTo("COOKIE_NECESSARY"));
        assertThat(Api.verdict(s, "COOKIE_ADVERTISING", "cookie.id")).isEqualTo("PURPOSE_NOT_COVERED");
        assertThat(Api.verdict(s, "COOKIE_NECESSARY", "cookie.id")).isEqualTo("PERMIT");
    }
}
