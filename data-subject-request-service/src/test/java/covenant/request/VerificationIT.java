package covenant.request;

import static covenant.request.Api.as;
import static covenant.request.Api.backend;
import static covenant.request.Api.challenge;
import static covenant.request.Api.codeFor;
import static covenant.request.Api.file;
import static covenant.request.Api.get;
import static covenant.request.Api.newSubject;
import static covenant.request.Api.tryCode;
import static covenant.request.Api.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import covenant.contracts.Topic;
import covenant.embedded.identity.TokenMint;
import covenant.embedded.identity.TokenRequest;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.SharedServers;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@TestProfile(VerificationIT.WithLogin.class)
class VerificationIT {
    /** The company's login has a key of its own, as in the local stack. */
    public static class WithLogin implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "covenant.request.assertion.public-key",
                    SharedServers.keys().loginPublicKey(),
                    "covenant.request.assertion.issuer",
                    TokenMint.LOGIN);
        }
    }

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
    @Tag("R-5.2.1-1")
    @Tag("R-5.2.1-3")
    void theCodeFromTheMessageProvesTheIdentityAndStartsTheThirtyDays() throws Exception {
        String subject = newSubject();
        String id = file(wish(subject, "COMPLAINT"));
        String answer = backend()
                .post("/v1/requests/" + id + "/verification/challenge")
                .then()
                .statusCode(202)
                .extract()
                .asString();
        String code = codeFor(kafka, subject, id);
        assertThat(code).matches("[0-9]{6,}");
        assertThat(answer).doesNotContain(code);
        assertThat(Api.status(id)).isEqualTo("IDENTITY_PENDING");
        assertThat(kafka.records(Topic.NOTIFICATION, subject))
                .noneMatch(r -> r.value().contains(code));
        assertThat(Rows.text("select encode(code_hmac, 'hex') from identity_challenge where request_id = '" + id + "'"))
                .hasSize(64);

        var verified = tryCode(id, code)
                .statusCode(200)
                .body("status", equalTo("VERIFIED"))
                .extract();

        Instant at = Instant.parse(verified.path("verifiedAt"));
        assertThat(Instant.parse(verified.path("replyDue")))
                .isEqualTo(at.atZone(ZoneId.of("Asia/Shanghai"))
                        .toLocalDate()
                        .plusDays(31)
                        .atStartOfDay(ZoneId.of("Asia/Shanghai"))
                        .toInstant());
        tryCode(id, code).statusCode(409).body("code", equalTo("STATE_CONFLICT"));
        kafka.awaitEvent(Topic.DSR, subject, "IdentityVerified", Api.SOON);
    }

    @Test
    @Tag("R-5.2.1-4")
    @Tag("AC-51")
    void threeWrongCodesLockFor24HoursAndANewRequestGivesNoNewTries() {
        String subject = newSubject();
        String id = file(wish(subject, "COMPLAINT"));
        challenge(id);
        String code = codeFor(kafka, subject, id);
        String wrong = code.equals("000000") ? "000001" : "000000";

        tryCode(id, wrong)
                .statusCode(403)
                .body("code", equalTo("IDENTITY_NOT_VERIFIED"))
                .body("attemptsLeft", equalTo(2));
        tryCode(id, wrong).statusCode(403).body("attemptsLeft", equalTo(1));
        tryCode(id, wrong).statusCode(403).body("lockedUntil", notNullValue());

        tryCode(id, code).statusCode(429).body("code", equalTo("RATE_LIMITED"));
        String second = file(wish(subject, "COPY"));
        backend()
                .post("/v1/requests/" + second + "/verification/challenge")
                .then()
                .statusCode(429);
        assertThat(Api.status(id)).isEqualTo("IDENTITY_PENDING");
        kafka.awaitRecord(
                Topic.DSR,
                r -> subject.equals(r.key())
                        && r.type().equals("covenant.IdentityVerificationFailed")
                        && r.value().contains("\"failedAttempts\":3"),
                Api.SOON);
        Api.clock("PT24H");
        challenge(id);
        tryCode(id, codeFor(kafka, subject, id)).statusCode(200);
    }

    @Test
    void aCodeHoldsTenMinutes() {
        String subject = newSubject();
        String id = file(wish(subject, "COMPLAINT"));
        challenge(id);
        String code = codeFor(kafka, subject, id);

        Api.clock("PT10M");

        tryCode(id, code).statusCode(403);
    }

    @Test
    @Tag("R-5.2.1-2")
    @Tag("AC-50")
    void beforeVerificationNothingPersonalLeavesAndAStrangerIsAnsweredTheSame() {
        String subject = newSubject();
        String id = file(wish(subject, "DELETION"));

        backend()
                .get("/v1/requests/" + id + "/package")
                .then()
                .statusCode(403)
                .body("code", equalTo("IDENTITY_NOT_VERIFIED"));
        as(Tokens.operatorMfa())
                .body(Map.of("accept", true, "trigger", "UNLAWFUL_PROCESSING"))
                .post("/v1/requests/" + id + "/decision")
                .then()
                .statusCode(403)
                .body("code", equalTo("IDENTITY_NOT_VERIFIED"));
        kafka.awaitEvent(Topic.DSR, subject, "IdentityVerificationRequired", Api.SOON);
        assertThat(kafka.records(Topic.DSR, subject)).noneMatch(r -> r.type().equals("covenant.DeletionRequested"));
    }

    @Test
    @Tag("R-5.2.1-3")
    void anAssertionOfTheLoginProvesItOnce() throws Exception {
        String subject = newSubject();
        String id = file(wish(subject, "COMPLAINT"));
        String assertion = assertion(subject, "covenant-identity", true);

        assertionOn(id, Tokens.subject(subject)).statusCode(403);
        assertionOn(id, assertion(newSubject(), "covenant-identity", true)).statusCode(403);
        String second = file(wish(newSubject(), "COMPLAINT"));
        assertionOn(second, assertion).statusCode(403);
        assertionOn(id, assertion).statusCode(200).body("status", equalTo("VERIFIED"));
        String third = file(wish(subject, "COPY"));
        assertionOn(third, assertion).statusCode(403);
        assertionOn(third, assertion(subject, "covenant-identity", false)).statusCode(403);
        String fourth = file(wish(newSubject(), "COMPLAINT"));
        String minted = new TokenMint(SharedServers.keys().loginSigningKey())
                .assertion(get(fourth).extract().path("subjectId"), java.time.Duration.ofMinutes(5));
        assertionOn(fourth, minted).statusCode(200);
    }

    @Test
    @Tag("R-5.2.1-3")
    void aClockSetAheadMakesNoUsedAssertionServeAgain() throws Exception {
        String subject = newSubject();
        String id = file(wish(subject, "COMPLAINT"));
        String assertion = assertion(subject, TokenMint.ASSERTION_AUDIENCE, true);
        assertionOn(id, assertion).statusCode(200);

        Api.clock("P31D");
        // The first that is seen may have begun before.
        cleanUpOnce();
        cleanUpOnce();

        assertionOn(file(wish(subject, "COPY")), assertion).statusCode(403);
    }

    /** Returns once the clean-up has forgotten an assertion that expired long ago. */
    private static void cleanUpOnce() throws Exception {
        Rows.text("insert into used_assertion (id, expires_at) values ('\\x0a', now() - interval '1 day') returning 1");
        await().atMost(Api.SOON)
                .until(() -> Rows.text("select count(*) from used_assertion where id = '\\x0a'")
                        .equals("0"));
    }

    @Test
    @Tag("R-5.2.1-3")
    @Tag("AC-61")
    void whoAsksForAnotherPersonIsVerifiedByDocument() throws Exception {
        Map<String, Object> wish = wish(newSubject(), "ACCESS", "basic.gender");
        wish.put("requester", "RELATIVE_OF_DECEASED");
        String id = file(wish);
        backend().post("/v1/requests/" + id + "/verification/challenge").then().statusCode(409);
        Map<String, Object> proof = Map.of(
                "document",
                Map.of("kind", "PROOF_OF_DEATH_AND_KINSHIP", "evidence", "registry 12 of Example"),
                "outcome",
                "VERIFIED");
        backend()
                .body(proof)
                .post("/v1/requests/" + id + "/verification")
                .then()
                .statusCode(403);

        as(Tokens.operator())
                .body(proof)
                .post("/v1/requests/" + id + "/verification")
                .then()
                .statusCode(200);

        get(id).body("verifiedBy", equalTo("DOCUMENT"));
        assertThat(Rows.text("select encode(sealed, 'escape') from identity_proof where request_id = '" + id + "'"))
                .isNotEmpty()
                .doesNotContain("registry");
    }

    @Test
    @Tag("AC-51")
    void unverifiedForThirtyDaysItIsClosedAndMayBeTakenUpAgain() {
        String subject = newSubject();
        String id = file(wish(subject, "COMPLAINT"));

        Api.clock("P31D");

        Api.awaitStatus(id, "CLOSED_UNVERIFIED");
        kafka.awaitRecord(
                Topic.DSR, r -> subject.equals(r.key()) && r.value().contains("IDENTITY_NOT_PROVEN"), Api.SOON);
        challenge(id);
        tryCode(id, codeFor(kafka, subject, id)).statusCode(200);
    }

    private static io.restassured.response.ValidatableResponse assertionOn(String id, String assertion) {
        return backend()
                .body(Map.of("assertion", assertion))
                .post("/v1/requests/" + id + "/verification")
                .then();
    }

    private static String assertion(String subject, String audience, boolean secondFactor) throws Exception {
        TokenRequest request = TokenRequest.of(subject, "SUBJECT");
        JwtClaims claims = TokenMint.claims(secondFactor ? request.withSecondFactor() : request);
        claims.setAudience(audience);
        claims.setIssuer(TokenMint.LOGIN);
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        jws.setKey(SharedServers.keys().loginSigningKey());
        return jws.getCompactSerialization();
    }
}
