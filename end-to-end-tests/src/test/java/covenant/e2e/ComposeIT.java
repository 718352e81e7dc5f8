package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.embedded.identity.LocalKeys;
import covenant.embedded.identity.TokenMint;
import covenant.embedded.identity.TokenRequest;
import covenant.local.client.Role;
import covenant.local.compose.ComposeStack;
import covenant.local.demo.Narrator;
import covenant.local.demo.Storyline;
import covenant.local.stack.Installation;
import covenant.local.stack.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The stack of {@code docker-compose.yml} with {@code deploy/compose/sandbox.yml}, which somebody started: the story over TLS with tokens of its
 * Keycloak. {@code ./mvnw -pl end-to-end-tests test -Dtest=ComposeIT -Dcovenant.e2e.excluded=keycloak}.
 */
@Tag("compose")
@Tag("R-4.1.1-3")
@Tag("R-4.1.2-1")
class ComposeIT {

    private static ComposeStack stack;

    @BeforeAll
    static void reach() {
        stack = new ComposeStack(Installation.find().home().resolve("deploy/compose/secrets"));
        // The verifier of step 8 connects for itself.
        SSLContext.setDefault(stack.trust());
    }

    @Test
    void storyOfPersonSHoldsOverTlsWithTokensOfARealLogin() {
        List<String> told = new ArrayList<>();

        String subject = Storyline.against(stack.stage(), new Narrator(line -> {
                    told.add(line);
                    System.out.println(line);
                }))
                .play(8);

        assertThat(told).anyMatch(line -> line.startsWith("8/8"));
        assertThat(subject).as("an id of the login's").matches("[0-9a-f-]{36}");
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void whoShowsNoTokenOrOneThatTheLoginDidNotSignIsRefused(Service service) {
        String foreign = new TokenMint(LocalKeys.generate().getPrivate())
                .mint(TokenRequest.of("ops-1", Role.OPS.name()).withSecondFactor());
        for (Optional<String> token :
                Stream.of(Optional.<String>empty(), Optional.of(foreign)).toList()) {
            assertThat(stack.api()
                            .withToken(token)
                            .get(service, "/v1/dead-letters")
                            .status())
                    .isEqualTo(401);
        }
        assertThat(stack.api()
                        .asStrongly(Role.OPS)
                        .get(service, "/v1/dead-letters")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void nothingIsAnsweredInTheClear(Service service) {
        HttpRequest plain = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + service.defaultPort() + "/q/health/ready"))
                .build();

        assertThatThrownBy(() -> stack.http().build().send(plain, HttpResponse.BodyHandlers.discarding()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whoShowsKafkaNoCertificateLearnsNothing() {
        try (Admin stranger = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                "localhost:9092",
                "security.protocol",
                "SSL",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                Installation.find()
                        .home()
                        .resolve("deploy/compose/secrets/ca.crt")
                        .toString(),
                "request.timeout.ms",
                5_000,
                "default.api.timeout.ms",
                10_000))) {
            assertThatThrownBy(() -> stranger.listTopics().names().get())
                    .rootCause()
                    .isNotNull();
        }
    }

    @Test
    void prometheusScrapesEveryServiceAndKnowsTheRules() throws Exception {
        Set<String> up = new TreeSet<>();
        for (JsonNode target : prometheus("/api/v1/targets").at("/data/activeTargets")) {
            if (target.path("health").asText().equals("up")) {
                up.add(target.at("/labels/job").asText());
            }
        }
        assertThat(up)
                .containsAll(Stream.of(Service.values()).map(Service::module).toList());
        JsonNode groups = prometheus("/api/v1/rules").at("/data/groups");
        assertThat(groups).isNotEmpty();
        groups.forEach(group -> group.path("rules")
                .forEach(rule -> assertThat(rule.path("health").asText())
                        .as(rule.path("name").asText())
                        .isEqualTo("ok")));
        assertThat(prometheus("/api/v1/query?query=covenant_outbox_age_seconds").at("/data/result"))
                .hasSize(Service.values().length);
    }

    private static JsonNode prometheus(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = stack.http()
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("https://localhost:9090" + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }
}
