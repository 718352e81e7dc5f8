package covenant.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.contracts.Topic;
import covenant.local.client.Answer;
import covenant.local.client.Fact;
import covenant.local.stack.Service;
import java.time.Instant;

/** Step 1: the policy is in force, and what S agreed to is on record, sensitive data apart. */
final class ConsentsAreRecorded implements Step {

    private static final String NECESSITY =
            "Without your bank card neither your identity can be checked nor your bill be paid.";

    @Override
    public String title() {
        return "The policy is in force; a backend records what person S agreed to.";
    }

    @Override
    public void play(World world) {
        Instant now = world.now();
        world.chronicle().beganAt(now);
        Answer policy = Claim.status(200, world.backend().get(Service.CONSENT, "/v1/policies/current"));
        world.chronicle().policyInForce(policy.at("/version"), policy.at("/sha256"));
        Claim.equal("ACTIVE", "/status", policy);
        Answer catalogue = Claim.status(200, world.backend().get(Service.CONSENT, "/v1/catalogue"));
        int categories = catalogue.json().path("categories").size();
        int purposes = catalogue.json().path("purposes").size();
        Claim.that(
                categories > 60 && purposes > 7, "the catalogue of requirements part 3", categories + ", " + purposes);
        world.tell(
                "Policy version %s, sha256 %s…, with %d purposes and %d categories.",
                policy.at("/version"), policy.at("/sha256").substring(0, 12), purposes, categories);
        Holders.register(world);
        openAccount(world, world.cast().subject(), world.cast().account(), now);
        Answer consents = grant(world, world.cast().subject(), now);
        for (JsonNode consent : consents.json().path("consents")) {
            Claim.that(
                    "GRANTED".equals(consent.path("status").asText()), "every consent GRANTED", consents.described());
        }
        Fact granted = Claim.soon(
                "ConsentGranted on Kafka",
                World.SOON,
                () -> world.events().all(Topic.CONSENT.topicName()).stream()
                        .filter(fact -> fact.type().equals("ConsentGranted")
                                && world.cast().subject().equals(fact.key()))
                        .findFirst());
        world.tell(
                "%d consents of %s recorded, the bank card by separate consent; ConsentGranted is on %s, partition %d, offset %d.",
                consents.json().path("consents").size(),
                world.cast().subject(),
                granted.topic(),
                granted.partition(),
                granted.offset());
    }

    /** Opens an account at retention, and waits until the consent service has heard of it. */
    static void openAccount(World world, String subject, String account, Instant now) {
        Claim.success(world.backend().put(Service.RETENTION, "/v1/accounts/" + account, """
                        {"subjectId": "%s", "openedAt": "%s"}""".formatted(subject, now)));
    }

    /** The consents that the service needs: ordinary ones, and separate ones for the sensitive bank card. */
    static Answer grant(World world, String subject, Instant now) {
        return Claim.status(201, world.backend().post(Service.CONSENT, "/v1/consents", """
                                {"subjectId": "%s", "policyVersion": "%s", "policySha256": "%s", "presentedAt": "%s", "acceptedAt": "%s",
                                 "method": "CLICK", "channel": "APP", "appVersion": "5.2.0", "locale": "zh-CN", "highlightedSectionsShown": %s,
                                 "grants": [
                                   {"purpose": "REAL_NAME_VERIFICATION", "decision": "GRANT"},
                                   {"purpose": "REAL_NAME_VERIFICATION", "decision": "GRANT", "categories": ["financial.bank_card"],
                                    "separate": true, "necessityShown": "%s"},
                                   {"purpose": "SERVICE_DELIVERY", "decision": "GRANT"},
                                   {"purpose": "SERVICE_DELIVERY", "decision": "GRANT", "categories": ["financial.bank_card"],
                                    "separate": true, "necessityShown": "%s"}
                                 ]}""".formatted(
                        subject,
                        world.chronicle().policyVersion(),
                        world.chronicle().policySha256(),
                        now.minusSeconds(60),
                        now,
                        highlighted(world),
                        NECESSITY,
                        NECESSITY)));
    }

    private static String highlighted(World world) {
        JsonNode sections = Claim.status(200, world.backend().get(Service.CONSENT, "/v1/policies/current"))
                .json()
                .path("highlightedSections");
        return sections.isArray() ? sections.toString() : "[]";
    }
}
