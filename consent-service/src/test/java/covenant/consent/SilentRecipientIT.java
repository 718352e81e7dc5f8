package covenant.consent;

import static covenant.consent.Api.as;
import static covenant.consent.Api.newSubject;
import static covenant.consent.Sharing.SOON;
import static covenant.consent.Sharing.ask;
import static covenant.consent.Sharing.holder;
import static covenant.consent.Sharing.put;
import static covenant.consent.Sharing.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A recipient that does not confirm an erasure (policy 5.2). */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class SilentRecipientIT {

    @Test
    @Tag("AC-39")
    @Tag("R-5.2-6")
    void whoIsSilentOnAnErasureThroughItsEscalationGetsNothingMoreUntilAPersonLiftsIt() {
        String person = newSubject();
        String silent = registered("silent", "PROCESSOR");
        String late = registered("late", "PROCESSOR");
        String court = registered("court", "REGULATOR");
        try (KafkaTap kafka = new KafkaTap()) {
            overdue(kafka, person, late, false);
            overdue(kafka, person, court, true);
            overdue(kafka, person, "unknown-" + person, true);
            overdue(kafka, person, silent, true);

            assertThat(kafka.awaitEvent(Topic.HOLDER, silent, "HolderSuspended", SOON)
                            .value())
                    .contains("silent on an order to erase");
        }

        ask(share(person, silent, "EXPLICIT_CONSENT", "service.order"))
                .statusCode(403)
                .body("code", equalTo("RECIPIENT_SUSPENDED"));
        ask(share(person, late, "EXPLICIT_CONSENT", "service.order")).body("code", not(equalTo("RECIPIENT_SUSPENDED")));
        as(Tokens.operator()).get("/v1/holders/" + court).then().body("status", equalTo("ACTIVE"));
        as(Tokens.operator())
                .delete("/v1/holders/" + silent + "/suspension")
                .then()
                .statusCode(200);
        ask(share(person, silent, "EXPLICIT_CONSENT", "service.order"))
                .body("code", not(equalTo("RECIPIENT_SUSPENDED")));
    }

    private static String registered(String name, String kind) {
        String id = name + "-" + newSubject();
        put(id, holder(kind, List.of("service.order"), "SERVICE_DELIVERY")).statusCode(201);
        return id;
    }

    private static void overdue(KafkaTap kafka, String person, String recipient, boolean escalated) {
        kafka.publish(Topic.RETENTION, person, "RecipientErasureOverdue", """
                {"caseId": "%s", "orderId": "%s", "holderId": "%s", "categories": ["service.order"],
                 "dueBy": "2026-11-01T00:00:00Z", "escalated": %s}""".formatted(
                        UUID.randomUUID(), UUID.randomUUID(), recipient, escalated));
    }
}
