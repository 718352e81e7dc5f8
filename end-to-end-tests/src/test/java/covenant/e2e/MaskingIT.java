package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Role;
import covenant.local.stack.Service;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What any service shows of a person is masked; a clear value takes a second factor and a ticket, and stands in the log. */
@Tag("AC-88")
@Tag("R-1.5.4-1")
class MaskingIT {

    private static final String SUBJECT = "masked-person";
    private static final String EMAIL = "masked.person@mail.example.org";
    private static final String PHONE = "10000000288";
    private static final String PUSH = "push-token-of-the-masked-person";
    private static final String ADDRESS = "Masked Example Road 88, Nowhere";
    private static final String[] CLEAR = {EMAIL, PHONE, PUSH, ADDRESS};

    private static Api api;
    private static String letter;

    @BeforeAll
    static void aPersonToWhomALetterIsToBeWritten() {
        api = SharedStack.get().api();
        ok(api.as(Role.BACKEND).put(Service.NOTIFICATION, "/v1/subjects/" + SUBJECT + "/contact-points", """
                {"email": "%s", "phone": "%s", "pushToken": "%s", "postalAddress": "%s", "locale": "en", "preferred": ["LETTER"]}""".formatted(
                        (Object[]) CLEAR)));
        ok(api.as(Role.BACKEND)
                .post(
                        Service.DATA_SUBJECT_REQUEST,
                        "/v1/requests",
                        "{\"subjectId\": \"" + SUBJECT
                                + "\", \"type\": \"ACCESS\", \"requester\": \"SELF\", \"channel\": \"APP\"}"));
        writeTo(SUBJECT);
        Eventually.within(Eventually.SOON, () -> !letters().isEmpty());
        letter = letters().getFirst();
    }

    @Test
    void whatEveryRouteShowsOfAPersonIsMasked() {
        SoftAssertions all = new SoftAssertions();
        int shown = 0;
        for (Service service : Service.values()) {
            for (Route route : Route.of(api, service)) {
                boolean ofAPerson = route.template().startsWith("/v1/subjects/{id}")
                        && route.parameters("path").size() == 1;
                if (route.changesSomething() || !(ofAPerson || !route.hasPathParameters())) {
                    continue;
                }
                String path = ofAPerson
                        ? route.template().replace("{id}", SUBJECT)
                        : route.template() + "?limit=500&subjectId=" + SUBJECT;
                for (String role : route.allowedRoles()) {
                    Answer answer = role.equals("SUBJECT")
                            ? api.asSubject(SUBJECT).get(service, path)
                            : api.as(Role.valueOf(role)).get(service, path);
                    all.assertThat(answer.text()).as("%s as %s", route, role).doesNotContain(CLEAR);
                    shown += answer.text().contains(SUBJECT) ? 1 : 0;
                }
            }
        }
        all.assertAll();
        assertThat(shown).as("answers that say something of the person").isGreaterThan(10);
        Answer masked = api.as(Role.BACKEND).get(Service.NOTIFICATION, "/v1/subjects/" + SUBJECT + "/contact-points");
        assertThat(masked.at("/email")).contains("*").endsWith("@mail.example.org");
        assertThat(masked.at("/phone")).isEqualTo("100****0288");
    }

    @Test
    @Tag("R-4.1.2-2")
    @Tag("R-4.1.2-3")
    void aClearValueTakesASecondFactorAndATicketAndStandsInTheLog() {
        String path = "/v1/work-items/" + letter + "/sheet";
        String ticket = "{\"ticket\": \"T-88\"}";

        Answer withoutFactor = api.as(Role.PRIVACY_OPERATOR).post(Service.NOTIFICATION, path, ticket);
        assertThat(withoutFactor.status()).isEqualTo(401);
        assertThat(withoutFactor.at("/code")).isEqualTo("MFA_REQUIRED");
        assertThat(api.asStrongly(Role.PRIVACY_OPERATOR)
                        .post(Service.NOTIFICATION, path, "{}")
                        .status())
                .as("without a ticket")
                .isEqualTo(422);
        assertThat(accesses()).as("nothing was shown").isEmpty();

        Answer shown = ok(api.asStrongly(Role.PRIVACY_OPERATOR).post(Service.NOTIFICATION, path, ticket));

        assertThat(shown.at("/address")).isEqualTo(ADDRESS);
        Eventually.within(Eventually.SOON, () -> accesses().size() == 1);
        JsonNode entry = accesses().getFirst();
        assertThat(entry.toString()).doesNotContain(CLEAR);
        assertThat(entry.at("/actor").asText()).isEqualTo("PRIVACY_OPERATOR:privacy-operator-1");
        assertThat(entry.at("/details/ticket").asText()).isEqualTo("T-88");
        assertThat(entry.at("/details/unmasked").asBoolean()).isTrue();
        assertThat(entry.at("/details/categories/0").asText()).isEqualTo("basic.address");
    }

    /** No route tells a stranger whether somebody is a customer (policy 4.1.2). */
    @Test
    @Tag("R-4.1.2-1")
    void aStrangerCannotTellAKnownPersonFromOneNobodyHasSeen() {
        Api.Caller stranger = api.asSubject("a-stranger");
        SoftAssertions all = new SoftAssertions();
        int asked = 0;
        for (Service service : Service.values()) {
            for (Route route : Route.of(api, service)) {
                if (!route.template().startsWith("/v1/subjects/{")
                        || !route.allowedRoles().contains("SUBJECT")
                        || route.changesSomething()) {
                    continue;
                }
                asked++;
                Answer known = stranger.get(service, route.path(SUBJECT));
                Answer unknown = stranger.get(service, route.path("nobody-has-seen-me"));
                all.assertThat(known.status()).as(known.described()).isIn(403, 404);
                all.assertThat(withoutTrace(known)).as(known.described()).isEqualTo(withoutTrace(unknown));
            }
        }
        all.assertAll();
        assertThat(asked).as("routes of a person that a person may ask").isGreaterThan(5);
    }

    private static Object withoutTrace(Answer answer) {
        ObjectNode problem = answer.json().deepCopy();
        problem.remove(List.of("traceId", "instance"));
        return problem;
    }

    private static List<JsonNode> accesses() {
        Answer entries = ok(api.as(Role.COMPLIANCE_AUDITOR)
                .get(Service.AUDIT, "/v1/entries?type=PersonalDataAccessed&subjectId=" + SUBJECT));
        return StreamSupport.stream(entries.json().path("items").spliterator(), false)
                .toList();
    }

    private static List<String> letters() {
        return StreamSupport.stream(
                        ok(api.as(Role.PRIVACY_OPERATOR)
                                        .get(Service.NOTIFICATION, "/v1/work-items?channel=LETTER&limit=500"))
                                .json()
                                .path("items")
                                .spliterator(),
                        false)
                .filter(item -> item.path("subjectId").asText().equals(SUBJECT))
                .map(item -> item.path("id").asText())
                .toList();
    }

    private static void writeTo(String subject) {
        Api.Caller operator = api.as(Role.PRIVACY_OPERATOR);
        String incident =
                ok(operator.post(Service.NOTIFICATION, "/v1/incidents", """
                        {"title": "A list was copied", "kind": "LEAK", "discoveredAt": "2026-01-01T00:00:00Z", "categories": ["basic.email"],
                         "facts": "f", "cause": "c", "possibleHarm": "p", "measures": "m", "selfProtection": "s", "remedies": "r",
                         "contact": "privacy@example.org"}""")).at("/id");
        ok(operator.send(
                Service.NOTIFICATION,
                "PUT",
                "/v1/incidents/" + incident + "/affected-subjects",
                Optional.of(("{\"subjectId\": \"" + subject + "\"}").getBytes(StandardCharsets.UTF_8)),
                "application/x-ndjson",
                "application/json"));
        ok(api.asStrongly(Role.DPO).post(Service.NOTIFICATION, "/v1/incidents/" + incident + "/notification", "{}"));
    }

    private static Answer ok(Answer answer) {
        assertThat(answer.isSuccess()).as(answer.described()).isTrue();
        return answer;
    }
}
