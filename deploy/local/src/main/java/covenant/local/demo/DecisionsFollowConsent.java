package covenant.local.demo;

import covenant.local.client.Answer;
import covenant.local.client.Fact;
import covenant.local.stack.Service;
import java.time.Instant;

/** Step 2: may this be used? The answer follows what the person says, at once. */
final class DecisionsFollowConsent implements Step {

    @Override
    public String title() {
        return "May it be used? Decisions follow what S says, at once.";
    }

    @Override
    public void play(World world) {
        String subject = world.cast().subject();
        Answer card = world.decide(subject, "REAL_NAME_VERIFICATION", "financial.bank_card");
        Claim.equal("PERMIT", "/decision", card);
        world.tell(
                "REAL_NAME_VERIFICATION x financial.bank_card: %s, by consent %s.",
                card.at("/decision"), card.at("/consentId"));
        Answer before = world.decide(subject, "PERSONALISATION", "profile.tag");
        Claim.equal("DENY", "/decision", before);
        optIn(world, subject, world.now());
        Answer granted = world.decide(subject, "PERSONALISATION", "profile.tag");
        Claim.equal("PERMIT", "/decision", granted);
        Answer withdrawn = Claim.status(
                200,
                world.subject()
                        .post(
                                Service.CONSENT,
                                "/v1/subjects/" + subject + "/withdrawals",
                                "{\"purposes\": [\"PERSONALISATION\"]}"));
        Answer after = world.decide(subject, "PERSONALISATION", "profile.tag");
        Claim.equal("DENY", "/decision", after);
        world.tell(
                "PERSONALISATION x profile.tag: %s (%s); S opts in: %s; S withdraws: %s (%s).",
                before.at("/decision"),
                before.at("/code"),
                granted.at("/decision"),
                after.at("/decision"),
                after.at("/code"));
        world.tell(
                "What withdrawing costs S: %s.",
                Claim.first(
                                withdrawn.json().at("/serviceImpact/effects"),
                                effect -> effect.path("purpose").asText().equals("PERSONALISATION"))
                        .map(effect -> effect.path("effect").asText())
                        .orElse("nothing"));
        Fact order = Holders.kafkaOrder(world, Cast.APP_CORE, "ErasureOrdered");
        Claim.that(
                order.json().path("categories").toString().contains("profile.tag"),
                "the tags are ordered to be erased",
                order);
        Holders.result(
                world,
                Service.RETENTION,
                Cast.APP_CORE,
                order.json().path("orderId").asText(),
                "{\"outcome\": \"ERASED\", \"records\": 7}");
        world.tell(
                "Her tags are ordered to be erased: order %s to %s, which erased 7 records.",
                order.json().path("orderId").asText(), Cast.APP_CORE);
        share(world, subject);
    }

    private static void optIn(World world, String subject, Instant now) {
        Claim.status(201, world.subject().post(Service.CONSENT, "/v1/consents", """
                                {"subjectId": "%s", "policyVersion": "%s", "policySha256": "%s", "presentedAt": "%s", "acceptedAt": "%s",
                                 "method": "CLICK", "channel": "APP", "appVersion": "5.2.0", "locale": "zh-CN", "highlightedSectionsShown": [],
                                 "grants": [{"purpose": "PERSONALISATION", "decision": "GRANT", "categories": ["profile.tag"], "separate": true,
                                             "necessityShown": "Recommendations are drawn from tags on your use."}]}""".formatted(
                        subject,
                        world.chronicle().policyVersion(),
                        world.chronicle().policySha256(),
                        now.minusSeconds(30),
                        now)));
    }

    private static void share(World world, String subject) {
        Answer shared = Claim.status(201, world.backend().post(Service.CONSENT, "/v1/sharing/decisions", """
                                {"recipient": "%s", "kind": "SHARE", "ground": "CORE_FUNCTION", "purpose": "SERVICE_DELIVERY",
                                 "categories": ["service.order"], "subjectId": "%s", "protection": ["ENCRYPTED_TRANSPORT", "MASKED"],
                                 "consideration": "NONE", "evidence": {"contractId": "DPA-2026-7", "clause": "2.1"}}""".formatted(
                        Cast.PARTNER, subject)));
        world.tell(
                "Her order goes to %s; disclosure %s is on record before the data leaves.",
                Cast.PARTNER, shared.at("/disclosureId"));
    }
}
