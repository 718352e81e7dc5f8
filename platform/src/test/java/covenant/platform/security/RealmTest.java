package covenant.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The realm that {@code deploy/keycloak} ships speaks of the same roles and claims as the services do. */
@Tag("R-4.1.2-1")
class RealmTest {
    private static JsonNode realm;

    @BeforeAll
    static void read() throws Exception {
        realm = new ObjectMapper()
                .readTree(Path.of(System.getProperty("basedir", "."), "..", "deploy/keycloak/covenant-realm.json")
                        .toFile());
    }

    @Test
    void itHasTheRolesOfTheServicesAndNoOther() {
        Set<String> roles =
                Arrays.stream(Roles.class.getFields()).map(Field::getName).collect(Collectors.toSet());

        assertThat(realm.at("/roles/realm").findValuesAsText("name")).containsExactlyInAnyOrderElementsOf(roles);
    }

    @Test
    void itsTokensCarryEveryClaimThatTheServicesRead() {
        List<String> mappers = realm.at("/clientScopes/0/protocolMappers").findValuesAsText("name");

        assertThat(mappers).contains("sub", "groups", "audience", "holder", "amr", "auth_time");
        assertThat(realm.path("clients"))
                .allSatisfy(
                        client -> assertThat(client.path("defaultClientScopes").toString())
                                .contains("\"covenant\""));
    }

    @Test
    void aCodeCountsOnceAndNobodyLogsInWithoutOne() {
        assertThat(realm.path("otpPolicyCodeReusable").asBoolean(true)).isFalse();
        JsonNode forms = realm.at("/authenticationFlows/1/authenticationExecutions");
        assertThat(forms)
                .allSatisfy(
                        step -> assertThat(step.path("requirement").asText()).isEqualTo("REQUIRED"));
        assertThat(forms.findValuesAsText("authenticator"))
                .containsExactly("auth-username-password-form", "auth-otp-form");
        assertThat(realm.path("clients"))
                .noneMatch(client -> client.path("directAccessGrantsEnabled").asBoolean());
    }
}
