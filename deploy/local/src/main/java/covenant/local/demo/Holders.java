package covenant.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.contracts.Topic;
import covenant.local.client.Answer;
import covenant.local.client.Fact;
import covenant.local.client.Role;
import covenant.local.stack.Service;
import java.util.Optional;

/** The company's systems that hold personal data, and obey orders about it. */
final class Holders {

    private Holders() {}

    /** Makes the three known; registering again changes nothing. */
    static void register(World world) {
        put(world, Cast.APP_CORE, """
                {"name": "App core database", "contact": "core@example.com", "kind": "INTERNAL", "country": "CN", "transport": "KAFKA",
                 "categories": ["basic.name", "basic.mobile_phone", "account.profile", "service.order", "profile.tag"],
                 "purposes": ["REAL_NAME_VERIFICATION", "SERVICE_DELIVERY", "PERSONALISATION"], "backupMaxAge": "P30D"}""");
        put(world, Cast.CARD_VAULT, """
                {"name": "Card vault", "contact": "vault@example.com", "kind": "INTERNAL", "country": "CN", "transport": "REST",
                 "categories": ["financial.bank_card"],
                 "purposes": ["REAL_NAME_VERIFICATION", "SERVICE_DELIVERY"], "backupMaxAge": "P60D"}""");
        put(world, Cast.PARTNER, """
                {"name": "Repayment partner", "contact": "privacy@partner.example.com", "kind": "PROCESSOR", "country": "CN",
                 "transport": "REST", "categories": ["service.order"], "purposes": ["SERVICE_DELIVERY"], "backupMaxAge": "P30D",
                 "agreement": {"id": "DPA-2026-7", "signedOn": "2026-01-05", "validUntil": "2036-01-04",
                               "purposes": ["SERVICE_DELIVERY"], "measures": ["ENCRYPTED_TRANSPORT", "MASKED"], "deletionDuty": "P30D"}}""");
    }

    private static void put(World world, String id, String json) {
        Claim.success(world.api().asStrongly(Role.OPS).put(Service.CONSENT, "/v1/holders/" + id, json));
    }

    /** The order that reached the holder over Kafka. */
    static Fact kafkaOrder(World world, String holder, String type) {
        return Claim.soon(
                type + " for " + holder + " on " + Topic.HOLDER_ORDER.topicName(),
                World.SOON,
                () -> world.events().all(Topic.HOLDER_ORDER.topicName()).stream()
                        .filter(fact -> fact.type().equals(type)
                                && fact.json().path("holderId").asText().equals(holder)
                                && fact.json()
                                        .path("subjectId")
                                        .asText()
                                        .equals(world.cast().subject()))
                        .reduce((first, second) -> second));
    }

    /** The order that the holder finds by asking, as one without Kafka does. */
    static JsonNode restOrder(World world, Service service, String holder) {
        return Claim.soon(
                "an order for " + holder + " at " + service.module(),
                World.SOON,
                () -> openOrder(world, service, holder, ""));
    }

    private static Optional<JsonNode> openOrder(World world, Service service, String holder, String cursor) {
        Answer page = Claim.status(200, world.api().asHolder(holder).get(service, "/v1/orders?limit=500" + cursor));
        Optional<JsonNode> found = Claim.item(
                page,
                order -> order.path("subjectId").asText().equals(world.cast().subject())
                        && !order.path("status").asText().equals("CONFIRMED"));
        String next = page.at("/next");
        return found.isPresent() || next.isEmpty() || next.equals("null")
                ? found
                : openOrder(world, service, holder, "&cursor=" + next);
    }

    /** Hands in the result of an order by REST. */
    static Answer result(World world, Service service, String holder, String orderId, String json) {
        return Claim.success(world.api().asHolder(holder).post(service, "/v1/orders/" + orderId + "/result", json));
    }
}
