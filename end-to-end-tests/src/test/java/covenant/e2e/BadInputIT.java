package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.embedded.identity.TokenRequest;
import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Role;
import covenant.local.stack.Service;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every route of every service, as its OpenAPI document lists them, with everything that a caller can get wrong. The answer is always a problem
 * (RFC 9457) with a code, never a fault, and nothing is stored.
 */
@Tag("AC-86")
class BadInputIT {

    /** What anybody may call; all else needs a token. */
    private static final Set<String> PUBLIC = Set.of(
            "consent-service GET /v1/policies",
            "consent-service GET /v1/policies/{version}",
            "consent-service GET /v1/policies/current",
            "consent-service GET /v1/policies/{version}/changes",
            "consent-service GET /v1/policies/{version}/recipients",
            "consent-service GET /v1/catalogue",
            "consent-service GET /v1/keys",
            "data-subject-request-service GET /v1/keys",
            "data-subject-request-service GET /v1/rights",
            "retention-service GET /v1/keys",
            "notification-service POST /v1/leak-reports",
            "notification-service GET /v1/announcements",
            "notification-service GET /v1/announcements.atom",
            "notification-service GET /v1/announcements/{id}",
            "notification-service GET /v1/contact",
            "notification-service POST /v1/delivery-receipts/{channel}",
            "audit-service GET /checkpoint",
            "audit-service GET /checkpoint/cosigned",
            "audit-service GET /log/key",
            "audit-service GET /log/removed",
            "audit-service GET /tile/{level}/{number}",
            "audit-service GET /tile/entries/{number}");

    /** They take no body and no id that could be wrong, and do what they are for: the services' own tests show who may call them. */
    private static final Set<String> ACTS_ON_AN_EMPTY_CALL = Set.of(
            "consent-service DELETE /v1/subjects/{id}/cookies",
            "data-subject-request-service POST /v1/subjects/{id}/data");

    /** Routes whose limit is higher than 256 KiB, in bytes. */
    private static final Map<String, Integer> HIGHER_LIMITS = Map.of(
            "consent-service POST /v1/policies",
            1024 * 1024,
            "data-subject-request-service POST /v1/orders/{id}/result",
            16 * 1024 * 1024,
            "retention-service POST /v1/orders/{id}/result",
            16 * 1024 * 1024);

    private static final int USUAL_LIMIT = 256 * 1024;

    private static final List<String> HOSTILE_IDS = List.of(
            "' OR 1=1 --",
            "../../etc/passwd",
            "%00",
            "\u202e\ud83d\ude00",
            "x".repeat(1_200),
            "13800138000",
            "somebody@example.org",
            "{}",
            "*",
            "-1",
            "99999999999999999999");

    private static SharedStack stack;
    private static Api api;
    private static Map<Role, Api.Caller> callers;
    private static Map<String, Optional<String>> strangers;

    @BeforeAll
    static void prepare() {
        stack = SharedStack.get();
        api = stack.api();
        strangers = Strangers.tokens(stack.keys());
        callers = new TreeMap<>();
        for (Role role : Role.values()) {
            TokenRequest who = TokenRequest.of(role == Role.SUBJECT ? Route.SUBJECT : role.usualSubject(), role.name())
                    .withSecondFactor();
            callers.put(role, api.as(role == Role.HOLDER ? who.withHolder("999999") : who));
        }
    }

    private static Stream<Route> routes() {
        return Arrays.stream(Service.values()).flatMap(service -> Route.of(api, service).stream());
    }

    @TestFactory
    Stream<DynamicTest> withoutAValidTokenNothingIsAnswered() {
        return tests(route -> {
            if (PUBLIC.contains(route.toString())) {
                assertThat(route.allowedRoles()).as("roles of a public route").isEmpty();
                return;
            }
            SoftAssertions all = new SoftAssertions();
            strangers.forEach((name, token) -> {
                Answer answer = send(api.withToken(token), route, route.path());
                all.assertThat(answer.status())
                        .as("token: " + name + ", " + answer.described())
                        .isEqualTo(401);
                problem(all, answer);
            });
            all.assertAll();
        });
    }

    /** With a body that every route refuses, or an id that nobody has: what is allowed gets past the gate and changes nothing. */
    @TestFactory
    Stream<DynamicTest> everyRoleIsLetInOrRefusedAsOpenApiDeclares() {
        return tests(route -> {
            Set<String> allowed = route.allowedRoles();
            boolean open = PUBLIC.contains(route.toString());
            SoftAssertions all = new SoftAssertions();
            all.assertThat(allowed.isEmpty())
                    .as("OpenAPI names the roles of " + route)
                    .isEqualTo(open);
            callers.forEach((role, caller) -> {
                if (!open && !allowed.contains(role.name())) {
                    Answer answer = send(caller, route, route.path());
                    all.assertThat(answer.status())
                            .as(role + ": " + answer.described())
                            .isEqualTo(403);
                    problem(all, answer);
                } else if (!ACTS_ON_AN_EMPTY_CALL.contains(route.toString())) {
                    Answer answer = send(caller, route, route.path());
                    all.assertThat(answer.status())
                            .as(role + ": " + answer.described())
                            .isNotIn(401, 403)
                            .isBetween(200, 499);
                }
            });
            all.assertAll();
        });
    }

    @TestFactory
    Stream<DynamicTest> aBodyThatIsNotWhatTheRouteTakesIsRefused() {
        return tests(route -> {
            if (!route.takesJson()) {
                return;
            }
            Api.Caller caller = caller(route);
            SoftAssertions all = new SoftAssertions();
            refused(all, 400, json(caller, route, "{\"unfinished\": "), "not JSON");
            refused(all, 400, json(caller, route, "<xml/>"), "XML");
            refused(all, 400, json(caller, route, "[]"), "a list");
            refused(all, 400, json(caller, route, "\"text\""), "a text");
            refused(all, 400, json(caller, route, "{\"noSuchField\": 1}"), "an unknown field");
            refused(all, 400, json(caller, route, "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)), "10,000 deep");
            refused(all, 400, json(caller, route, "[".repeat(10_000)), "10,000 lists");
            refused(
                    all,
                    400,
                    bytes(caller, route, new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'}),
                    "no UTF-8");
            refused(all, 415, typed(caller, route, "text/plain"), "text/plain");
            refused(all, 415, typed(caller, route, "application/xml"), "application/xml");
            int limit = HIGHER_LIMITS.getOrDefault(route.toString(), USUAL_LIMIT);
            refused(all, 413, json(caller, route, "{\"noSuchField\": \"" + "x".repeat(limit) + "\"}"), "too large");
            all.assertAll();
        });
    }

    @TestFactory
    Stream<DynamicTest> wrongContentIsRefusedAndTheFieldsAreNamed() {
        return tests(route -> {
            if (!route.takesJson()) {
                return;
            }
            Api.Caller caller = caller(route);
            SoftAssertions all = new SoftAssertions();
            if (route.requiresFields()) {
                Answer empty = json(caller, route, "{}");
                all.assertThat(empty.status())
                        .as("{}: " + empty.described())
                        .isIn(route.hasPathParameters() ? List.of(404, 409, 422) : List.of(422));
                if (empty.status() == 422) {
                    all.assertThat(empty.json().path("violations"))
                            .as(empty.described())
                            .isNotEmpty();
                }
                problem(all, empty);
            }
            for (String field : route.fields()) {
                for (String wrong : List.of("{\"not\": [\"this\"]}", "[[[]]]", "\"\\u0000\"", "-1e400")) {
                    Answer answer = json(caller, route, "{\"" + field + "\": " + wrong + "}");
                    all.assertThat(answer.status())
                            .as(field + " = " + wrong + ": " + answer.described())
                            .isBetween(400, 499);
                    problem(all, answer);
                }
            }
            all.assertAll();
        });
    }

    @TestFactory
    Stream<DynamicTest> hostileIdsAndParametersAreNoFault() {
        return tests(route -> {
            if (route.changesSomething() && !route.takesJson()) {
                return;
            }
            Api.Caller caller = caller(route);
            SoftAssertions all = new SoftAssertions();
            Answer harmless = send(caller, route, route.path());
            all.assertThat(harmless.status()).as(harmless.described()).isBetween(200, 499);
            if (route.hasPathParameters()) {
                for (String id : HOSTILE_IDS) {
                    Answer answer = send(caller, route, route.path(encoded(id)));
                    all.assertThat(answer.status()).as(answer.described()).isBetween(200, 499);
                    if (answer.status() >= 400) {
                        problem(all, answer);
                    }
                }
            }
            for (JsonNode parameter : route.parameters("query")) {
                for (String value : List.of("' OR 1=1 --", "yesterday", "-5", "\u0000", "9".repeat(40))) {
                    Answer answer = send(
                            caller,
                            route,
                            route.path() + "?" + parameter.path("name").asText() + "=" + encoded(value));
                    all.assertThat(answer.status()).as(answer.described()).isBetween(200, 499);
                    if (answer.status() >= 400) {
                        problem(all, answer);
                    }
                }
            }
            all.assertAll();
        });
    }

    @TestFactory
    Stream<DynamicTest> listsRefuseAWrongLimitAndCursor() {
        return tests(route -> {
            boolean list = route.parameters("query").stream()
                    .anyMatch(p -> p.path("name").asText().equals("cursor"));
            if (!list || route.changesSomething()) {
                return;
            }
            SoftAssertions all = new SoftAssertions();
            for (String query :
                    List.of("limit=0", "limit=501", "limit=-1", "limit=many", "cursor=%21%21", "cursor=AAAA")) {
                Answer answer = caller(route).get(route.service(), route.path() + "?" + query);
                all.assertThat(answer.status())
                        .as(query + ": " + answer.described())
                        .isIn(400, 404, 422);
                problem(all, answer);
            }
            all.assertAll();
        });
    }

    /** One test per route, each of which must leave the domain's tables as they were. */
    private static Stream<DynamicTest> tests(java.util.function.Consumer<Route> check) {
        return routes().map(route -> DynamicTest.dynamicTest(route.toString(), () -> {
            Map<String, Long> before = Rows.of(stack.storage(), route.service());
            check.accept(route);
            assertThat(Rows.of(stack.storage(), route.service()))
                    .as("rows of every table, after " + route)
                    .isEqualTo(before);
        }));
    }

    /** Somebody who may call the route; where several may, a system rather than a person. */
    private static Api.Caller caller(Route route) {
        Set<String> allowed = route.allowedRoles();
        return callers.entrySet().stream()
                .filter(entry -> allowed.contains(entry.getKey().name()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> api.withToken(Optional.empty()));
    }

    private static Answer send(Api.Caller caller, Route route, String path) {
        Optional<byte[]> body = route.takesABody()
                ? Optional.of("{\"noSuchField\": 1}".getBytes(StandardCharsets.UTF_8))
                : Optional.empty();
        return caller.send(route.service(), route.method(), path, body, route.contentType(), "*/*");
    }

    private static Answer json(Api.Caller caller, Route route, String body) {
        return caller.send(route.service(), route.method(), route.path(), Optional.of(body), Api.JSON_IF_IT_CAN);
    }

    private static Answer bytes(Api.Caller caller, Route route, byte[] body) {
        return caller.send(
                route.service(),
                route.method(),
                route.path(),
                Optional.of(body),
                "application/json",
                Api.JSON_IF_IT_CAN);
    }

    private static Answer typed(Api.Caller caller, Route route, String contentType) {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        return caller.send(
                route.service(), route.method(), route.path(), Optional.of(body), contentType, Api.JSON_IF_IT_CAN);
    }

    private static void refused(SoftAssertions all, int status, Answer answer, String what) {
        all.assertThat(answer.status()).as(what + ": " + answer.described()).isEqualTo(status);
        problem(all, answer);
    }

    /** RFC 9457 with our members. */
    private static void problem(SoftAssertions all, Answer answer) {
        Map<String, String> members = new HashMap<>();
        answer.json()
                .properties()
                .forEach(
                        member -> members.put(member.getKey(), member.getValue().asText()));
        all.assertThat(answer.contentType().orElse("")).as(answer.described()).startsWith("application/problem+json");
        all.assertThat(members)
                .as(answer.described())
                .containsKeys("type", "title", "code", "traceId")
                .containsEntry("status", Integer.toString(answer.status()));
        all.assertThat(members.getOrDefault("type", "")).as(answer.described()).startsWith("urn:covenant:problem:");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
