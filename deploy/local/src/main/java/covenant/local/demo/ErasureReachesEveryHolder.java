package covenant.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.contracts.Topic;
import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Fact;
import covenant.local.client.Role;
import covenant.local.client.Storage;
import covenant.local.stack.Service;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Step 6: a month later everyone who holds something is ordered to erase it, and in the end nobody can read it. */
final class ErasureReachesEveryHolder implements Step {

    @Override
    public String title() {
        return "A month later every holder erases, one late; the key of S is destroyed and nothing of hers can be read.";
    }

    @Override
    public void play(World world) {
        Cast cast = world.cast();
        Storage.Dump before = world.storage().dump(Service.NOTIFICATION);
        int mails = world.mailbox().to(cast.email()).size();
        world.moveTo(world.chronicle().erasureDue().minusSeconds(5));
        Claim.that(!state(world).equals("ERASED_LIVE"), "nothing is erased before the due instant", state(world));
        world.moveTo(world.chronicle().erasureDue().plusSeconds(1));
        Fact order = Claim.soon(
                "ErasureOrdered for " + Cast.APP_CORE,
                World.SOON,
                () -> confirmedSweep(world).events().all(Topic.HOLDER_ORDER.topicName()).stream()
                        .filter(fact -> fact.type().equals("ErasureOrdered")
                                && fact.json()
                                        .path("caseId")
                                        .asText()
                                        .equals(world.chronicle().retentionCase())
                                && fact.json().path("holderId").asText().equals(Cast.APP_CORE))
                        .findFirst());
        world.events()
                .publish(
                        Topic.HOLDER_ACK,
                        cast.subject(),
                        "ErasureConfirmed",
                        world.now(),
                        "/" + Cast.APP_CORE,
                        """
                {"orderId": "%s", "holderId": "%s", "outcome": "ERASED", "records": 12}""".formatted(order.json().path("orderId").asText(), Cast.APP_CORE));
        JsonNode vault = Holders.restOrder(world, Service.RETENTION, Cast.CARD_VAULT);
        Holders.result(
                world,
                Service.RETENTION,
                Cast.CARD_VAULT,
                vault.path("id").asText(),
                "{\"outcome\": \"ERASED\", \"records\": 1}");
        world.tell(
                "Orders went out; %s confirmed over Kafka, %s by REST; %s keeps silent.",
                Cast.APP_CORE, Cast.CARD_VAULT, Cast.PARTNER);
        latePartner(world);
        Answer erased = Claim.eventually(
                "the case is ERASED_LIVE",
                World.SOON,
                () -> retentionCase(world),
                answer -> answer.at("/status").equals("ERASED_LIVE")
                        || answer.at("/status").equals("COMPLETED"));
        world.tell(
                "All live data is gone: the case is %s; the backups still hold it: %s.",
                erased.at("/status"), backups(erased));
        refreshBackups(world);
        Answer completed = Claim.eventually(
                "the case is COMPLETED",
                World.SOON,
                () -> retentionCase(world),
                answer -> answer.at("/status").equals("COMPLETED"));
        world.tell("Backups refreshed: the case is %s.", completed.at("/status"));
        nothingIsReadable(world, before, mails);
    }

    /** On a stack with many closed accounts the leap makes so many fall due at once that the sweep asks first (requirement T-9). */
    private static World confirmedSweep(World world) {
        Api.Caller ops = world.api().asStrongly(Role.OPS);
        Claim.item(
                        Claim.status(200, ops.get(Service.RETENTION, "/v1/sweeps")),
                        sweep -> sweep.path("status").asText().equals("STOPPED"))
                .ifPresent(sweep -> {
                    Claim.success(ops.post(
                            Service.RETENTION,
                            "/v1/sweeps/confirmation",
                            "{\"reason\": \"The clock was moved on purpose\"}"));
                    world.tell(
                            "The sweep stopped (%s, %s persons due at once); an operator confirms that it is meant.",
                            sweep.path("reason").asText(), sweep.path("due").asText());
                });
        return world;
    }

    private static void latePartner(World world) {
        JsonNode order = Holders.restOrder(world, Service.RETENTION, Cast.PARTNER);
        world.moveTo(world.now().plus(Duration.ofDays(16)));
        Claim.eventually(
                "the silent partner is overdue after 15 days",
                World.SOON,
                () -> retentionCase(world),
                answer -> Claim.first(
                                answer.json().path("orders"),
                                found -> found.path("holder").asText().equals(Cast.PARTNER)
                                        && (found.path("status").asText().equals("OVERDUE")
                                                || found.path("status").asText().equals("ESCALATED")))
                        .isPresent());
        Claim.that(!state(world).equals("ERASED_LIVE"), "no case is erased while one is silent", state(world));
        Holders.result(
                world,
                Service.RETENTION,
                Cast.PARTNER,
                order.path("id").asText(),
                "{\"outcome\": \"ERASED\", \"records\": 1}");
        world.tell("16 days later %s is overdue; then it confirms, late.", Cast.PARTNER);
    }

    private static String backups(Answer erased) {
        List<String> waiting = new ArrayList<>();
        for (JsonNode backup : erased.json().path("backups")) {
            waiting.add("%s until %s"
                    .formatted(
                            backup.path("holder").asText(),
                            LocalDate.ofInstant(
                                    Instant.parse(backup.path("until").asText()), World.ZONE)));
        }
        return String.join(", ", waiting);
    }

    private static void refreshBackups(World world) {
        Instant refreshed = world.now();
        for (JsonNode backup : retentionCase(world).json().path("backups")) {
            String holder = backup.path("holder").asText();
            Claim.success(world.api()
                    .asStrongly(Role.OPS)
                    .post(
                            Service.RETENTION,
                            "/v1/holders/" + holder + "/backup-refreshes",
                            "{\"refreshedAt\": \"" + refreshed + "\"}"));
        }
    }

    private static void nothingIsReadable(World world, Storage.Dump before, int mails) {
        Cast cast = world.cast();
        Claim.soon(
                "SubjectErased on Kafka",
                World.SOON,
                () -> world.events().all(Topic.RETENTION.topicName()).stream()
                        .filter(fact -> fact.type().equals("SubjectErased")
                                && cast.subject().equals(fact.key()))
                        .findFirst());
        Answer gone = Claim.eventually(
                "the contact points are erased",
                World.SOON,
                () -> world.backend().get(Service.NOTIFICATION, "/v1/subjects/" + cast.subject() + "/contact-points"),
                answer -> answer.status() == 404
                        || answer.status() == 410
                        || !answer.text().contains("@"));
        for (Service service : Service.values()) {
            Claim.that(
                    !world.storage().dump(service).contains(cast.email()),
                    "no table of " + service.module() + " holds the address",
                    "it is there");
        }
        Claim.that(
                !before.contains(cast.email()), "a dump taken before cannot be read", "the address is in it in clear");
        Claim.that(
                world.mailbox().to(cast.email()).size() > mails,
                "S was told before her address was gone",
                "no mail since the closing");
        world.tell(
                "SubjectErased: her key is destroyed, her contact points answer %d, the dump taken before (%d rows) tells nothing.",
                gone.status(), before.rows().size());
        world.tell(
                "S was told first: %d mails since she closed the account.",
                world.mailbox().to(cast.email()).size() - mails);
    }

    private static Answer retentionCase(World world) {
        return Claim.status(
                200,
                world.operator()
                        .get(
                                Service.RETENTION,
                                "/v1/retention-cases/" + world.chronicle().retentionCase()));
    }

    private static String state(World world) {
        return retentionCase(world).at("/status");
    }
}
