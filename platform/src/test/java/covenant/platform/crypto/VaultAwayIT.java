package covenant.platform.crypto;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import covenant.platform.testapp.VaultServers;
import covenant.testing.CovenantServers;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Vault is sealed while the application runs, and comes back. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@QuarkusTestResource(VaultServers.class)
@Tag("AC-90")
@Tag("R-4.1.1-2")
class VaultAwayIT {
    private final String person = "s-" + UUID.randomUUID();

    @Inject
    Jdbi jdbi;

    @AfterEach
    void unseal() {
        VaultServers.VAULT.unseal();
    }

    @Test
    void aWriteOfPersonalDataIsRefusedNothingIsStoredAndItGoesOnByItself() {
        VaultServers.VAULT.seal();

        backend()
                .body(Map.of("name", "张三丰"))
                .put("/v1/people/" + person)
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "5")
                .body("code", equalTo("SERVICE_UNAVAILABLE"))
                .body(not(containsString("张三丰")))
                .body(not(containsString("transit")));
        assertThat(rows()).isZero();
        assertThat(keys()).isZero();
        backend().get("/v1/subjects/" + person + "/notes").then().statusCode(200);

        VaultServers.VAULT.unseal();

        backend().body(Map.of("name", "张三丰")).put("/v1/people/" + person).then().statusCode(204);
        backend().get("/v1/people/" + person).then().statusCode(200).body("name", equalTo("**丰"));
        assertThat(new String(stored(), StandardCharsets.UTF_8)).doesNotContain("张三丰");
    }

    @Test
    void aReadNeedsTheKeysTooButNotForWhatWasOpenedAMinuteAgo() {
        backend().body(Map.of("name", "李四")).put("/v1/people/" + person).then().statusCode(204);

        VaultServers.VAULT.seal();

        backend().get("/v1/people/" + person).then().statusCode(200).body("name", equalTo("*四"));
    }

    private static RequestSpecification backend() {
        return given().auth().oauth2(Tokens.backend()).contentType("application/json");
    }

    private long rows() {
        return count("person");
    }

    private long keys() {
        return count("subject_key");
    }

    private long count(String table) {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from " + table + " where subject_id = :id")
                .bind("id", person)
                .mapTo(Long.class)
                .one());
    }

    private byte[] stored() {
        return jdbi.withHandle(handle -> handle.createQuery("select name from person where subject_id = :id")
                .bind("id", person)
                .mapTo(byte[].class)
                .one());
    }
}
