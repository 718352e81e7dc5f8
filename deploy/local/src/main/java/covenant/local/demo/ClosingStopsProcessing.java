package covenant.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.contracts.Topic;
import covenant.local.client.Answer;
import covenant.local.stack.Service;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/** Step 5: the account is closed; use stops within seconds, and the month until erasure runs. */
final class ClosingStopsProcessing implements Step {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Override
    public String title() {
        return "S closes her account: the account system's event stops all use within 5 seconds.";
    }

    @Override
    public void play(World world) {
        String subject = world.cast().subject();
        Instant closedAt = world.now();
        long sent = System.nanoTime();
        world.events().publish(Topic.ACCOUNT, subject, "AccountClosed", closedAt, Cast.ACCOUNT_SYSTEM, """
                {"accountId": "%s", "closedAt": "%s"}""".formatted(
                        world.cast().account(), closedAt));
        Answer denied = Claim.eventually(
                "decisions answer PROCESSING_RESTRICTED within 5 s of AccountClosed",
                LIMIT,
                () -> world.decide(subject, "REAL_NAME_VERIFICATION", "financial.bank_card"),
                answer -> answer.at("/code").equals("PROCESSING_RESTRICTED"));
        world.tell(
                "%d ms after the event: %s, %s.",
                (System.nanoTime() - sent) / 1_000_000, denied.at("/decision"), denied.at("/code"));
        Instant due = World.endOf(LocalDate.ofInstant(closedAt, World.ZONE).plusMonths(1));
        JsonNode retention = Claim.soon(
                "a retention case for the closed account",
                World.SOON,
                () -> Claim.item(
                        Claim.status(
                                200,
                                world.backend().get(Service.RETENTION, "/v1/retention-cases?subjectId=" + subject)),
                        found -> found.path("cause").asText().equals("ACCOUNT_CLOSED")));
        Claim.that(Instant.parse(retention.path("dueAt").asText()).equals(due), "erasure is due at " + due, retention);
        Claim.that(
                retention.path("status").asText().equals("RESTRICTED"), "the case is RESTRICTED until then", retention);
        world.chronicle().retentionCaseOpened(retention.path("id").asText(), due);
        world.tell(
                "Closed %s, so erasure is due %s: case %s, %s.",
                closedAt.atZone(World.ZONE).toLocalDate(),
                World.local(due),
                world.chronicle().retentionCase(),
                retention.path("status").asText());
    }
}
