package covenant.platform.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import covenant.testing.CovenantServers;
import covenant.testing.Tokens;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class VerifiedTokensIT {
    @Inject
    VerifiedTokens tokens;

    @Inject
    OidcAuthenticationMechanism oidc;

    /** Of two mechanisms with one priority either may be asked first, and differently at every start. */
    @Test
    void aCallIsAskedOfTheVerifiedTokensFirst() {
        assertThat(tokens.getPriority()).isGreaterThan(oidc.getPriority());

        String token = Tokens.backend();
        for (int call = 0; call < 2; call++) {
            given().auth().oauth2(token).get("/v1/subjects/s-1/notes").then().statusCode(200);
        }

        assertThat(tokens.knows("Bearer " + token)).isTrue();
        assertThat(tokens.knows("Bearer " + token + "x")).isFalse();
    }
}
