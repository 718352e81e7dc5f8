package covenant.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import covenant.contracts.Topic;
import covenant.local.client.Answer;
import covenant.local.client.Role;
import covenant.local.stack.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Step 7: a material change is announced before it binds, and an incident is told to everyone it concerns. */
final class PolicyChangeAndIncident implements Step {

    private static final List<String> WRITTEN = List.of(
            "locale",
            "title",
            "text",
            "highlightedSections",
            "controller",
            "purposes",
            "recipients",
            "rights",
            "refusalGrounds",
            "safeguards");

    @Override
    public String title() {
        return "A material change of the policy is told before it binds; an incident reaches everyone, by announcement if need be.";
    }

    @Override
    public void play(World world) {
        Cast cast = world.cast();
        ConsentsAreRecorded.openAccount(world, cast.other(), "acc-" + cast.other(), world.now());
        ConsentsAreRecorded.openAccount(world, cast.unreachable(), "acc-" + cast.unreachable(), world.now());
        Answer current = Claim.status(200, world.backend().get(Service.CONSENT, "/v1/policies/current"));
        world.chronicle().policyInForce(current.at("/version"), current.at("/sha256"));
        ConsentsAreRecorded.grant(world, cast.other(), world.now());
        ConsentsAreRecorded.grant(world, cast.unreachable(), world.now());
        ContactPointsAreEncrypted.contactPoints(world, cast.other(), cast.otherEmail());
        changePolicy(world, current);
        incident(world);
    }

    private static void changePolicy(World world, Answer current) {
        Cast cast = world.cast();
        String version = nextVersion(world);
        Claim.status(201, world.operator().post(Service.CONSENT, "/v1/policies", draft(world, current, version)));
        Answer changes =
                Claim.status(200, world.operator().get(Service.CONSENT, "/v1/policies/" + version + "/changes"));
        Claim.that(
                changes.json().path("material").asBoolean(),
                "the change is computed to be material",
                changes.described());
        Instant effective = world.now().plus(Duration.ofDays(16));
        world.withFourEyes(
                Service.CONSENT,
                world.operator()
                        .post(
                                Service.CONSENT,
                                "/v1/policies/" + version + "/publication",
                                "{\"effectiveAt\": \"" + effective + "\"}"));
        world.tell(
                "Version %s is material (%s); published by two persons, in force on %s.",
                version, trigger(changes), effective.atZone(World.ZONE).toLocalDate());
        world.awaitMail(cast.otherEmail(), "a mail about the new policy before it takes effect", mail -> true);
        Claim.equal(current.at("/version"), "/version", world.backend().get(Service.CONSENT, "/v1/policies/current"));
        world.tell("%s was mailed while version %s is still in force.", cast.other(), current.at("/version"));
        world.moveTo(effective.plusSeconds(1));
        Claim.eventually(
                "version " + version + " is in force",
                World.SOON,
                () -> world.backend().get(Service.CONSENT, "/v1/policies/current"),
                answer -> answer.at("/version").equals(version));
        Claim.soon(
                "ReconsentRequired for " + cast.other(),
                World.SOON,
                () -> world.events().all(Topic.POLICY.topicName()).stream()
                        .filter(fact -> fact.type().equals("ReconsentRequired")
                                && cast.other().equals(fact.key()))
                        .findFirst());
        world.tell("Version %s is in force; ReconsentRequired asks %s anew.", version, cast.other());
    }

    /** After every version there is, drafts included. */
    private static String nextVersion(World world) {
        Answer all = Claim.status(200, world.operator().get(Service.CONSENT, "/v1/policies?limit=500"));
        return Integer.toString(1
                + all.json().path("items").findValuesAsText("version").stream()
                        .mapToInt(Integer::parseInt)
                        .max()
                        .orElse(0));
    }

    /** What makes the change material, in the policy's own numbering. */
    private static String trigger(Answer changes) {
        return Claim.first(changes.json().path("changes"), change -> change.has("trigger"))
                .map(change -> "clause %s: %s"
                        .formatted(
                                change.path("trigger").asText(),
                                change.path("now").asText()))
                .orElseThrow(() -> new StoryBroken("a change names its trigger", changes.described()));
    }

    /** The policy in force, with one purpose that takes in one category more: each performance changes it by another. */
    private static String draft(World world, Answer current, String version) {
        ObjectNode draft = current.json().deepCopy();
        draft.retain(WRITTEN);
        JsonNode security = Claim.first(
                        draft.path("purposes"),
                        purpose -> purpose.path("code").asText().equals("SECURITY_RISK_CONTROL"))
                .orElseThrow(() -> new StoryBroken("the policy has SECURITY_RISK_CONTROL", current.described()));
        String category = world
                .backend()
                .get(Service.CONSENT, "/v1/catalogue")
                .json()
                .path("categories")
                .findValuesAsText("name")
                .stream()
                .filter(name -> name.startsWith("browsing.") || name.startsWith("service."))
                .filter(name -> !security.path("categories").toString().contains("\"" + name + "\""))
                .findFirst()
                .orElseThrow(() -> new StoryBroken("a category is left to add", security.toString()));
        ((ObjectNode) security).withArray("categories").add(category);
        draft.put("version", version);
        draft.put("declaredChange", "MATERIAL");
        draft.put(
                "text", current.at("/text") + "\n\nVersion " + version + ": " + category + " also serves security.\n");
        return draft.toString();
    }

    private static void incident(World world) {
        Cast cast = world.cast();
        Answer incident = Claim.status(
                201, world.operator().post(Service.NOTIFICATION, "/v1/incidents", """
                {"title": "Access to order records", "kind": "LEAK", "discoveredAt": "%s", "categories": ["service.order"],
                 "facts": "Order records were read by a stranger.", "cause": "A forgotten test account.",
                 "possibleHarm": "Unwanted calls.", "measures": "The account is closed, keys are replaced.",
                 "selfProtection": "Trust no caller who knows your orders.", "remedies": "A hot line and free monitoring.",
                 "contact": "privacy@example.com", "estimatedSubjects": 2}""".formatted(world.now())));
        String id = incident.at("/id");
        Answer affected = Claim.success(world.operator()
                .send(
                        Service.NOTIFICATION,
                        "PUT",
                        "/v1/incidents/" + id + "/affected-subjects",
                        java.util.Optional.of("{\"subjectId\": \"%s\"}\n{\"subjectId\": \"%s\"}\n"
                                .formatted(cast.other(), cast.unreachable())
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        "application/x-ndjson",
                        "application/json"));
        Claim.equal("2", "/accepted", affected);
        int mails = world.mailbox().to(cast.otherEmail()).size();
        Answer started = Claim.success(world.api()
                .asStrongly(Role.DPO)
                .post(Service.NOTIFICATION, "/v1/incidents/" + id + "/notification", "{}"));
        String campaign = started.at("/campaignId");
        Claim.soon(
                "a mail about the incident",
                World.SOON,
                () -> java.util.Optional.of(
                                world.mailbox().to(cast.otherEmail()).size())
                        .filter(count -> count > mails));
        Answer done = Claim.eventually(
                "the campaign covers the unreachable person by an announcement",
                World.SOON,
                () -> world.operator().get(Service.NOTIFICATION, "/v1/campaigns/" + campaign),
                answer -> answer.at("/coveredByAnnouncement").equals("1"));
        Answer announcements = Claim.status(200, world.backend().get(Service.NOTIFICATION, "/v1/announcements"));
        Claim.that(
                announcements.json().path("items").size() > 0,
                "an announcement is published",
                announcements.described());
        world.tell(
                "Incident %s (suggested grade %s): %s reached by mail, %s unreachable and covered by an announcement.",
                id, incident.at("/suggestedGrade"), done.at("/reached"), done.at("/coveredByAnnouncement"));
    }
}
