package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Role;
import covenant.local.fault.FaultFigures;
import covenant.local.fault.FaultRow;
import covenant.local.stack.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} of the notification service twice while a breach notice goes out to two thousand: everyone gets it, nobody gets a second one.
 * SMTP knows no repetition: what the server took in the moment of the kill, before that was recorded, comes again as the same message, with the
 * Message-ID by which receivers drop it (RFC 5322 3.6.4). No more than that comes again.
 */
class CampaignKillIT {

    private static final int PEOPLE = 2_000;
    private static final int[] KILLED_AT = {300, 1_000};
    /** Of each kill twelve that are being recorded, as many that wait for it, and one in the hands of each of eight couriers. */
    private static final int AT_MOST_REPEATED = 2 * 32;

    private static final String DOMAIN = "@killed.example.org";
    private static final Pattern TO = Pattern.compile("(?mi)^To: .*?(person-\\d+)" + DOMAIN);
    private static final Pattern MESSAGE_ID = Pattern.compile("(?mi)^Message-ID: *(<[^>]+>)");

    @Test
    @Tag("R-4.1.3-9")
    @Tag("R-4.1.3-4")
    @Tag("AC-79")
    void aCampaignThatIsKilledTwiceLeavesNoGapAndNoDouble() throws Exception {
        SharedStack stack = SharedStack.get();
        giveAddresses(stack);
        String campaign = release(stack);

        for (int reached : KILLED_AT) {
            Eventually.within(Duration.ofSeconds(120), () -> number(campaign(stack, campaign), "/reached") >= reached);
            Answer seen = campaign(stack, campaign);
            assertThat(number(seen, "/reached")).as("killed on the way").isLessThan(PEOPLE);
            stack.kill(Service.NOTIFICATION);
        }

        Eventually.holds(
                Duration.ofSeconds(120),
                () -> assertThat(campaign(stack, campaign).at("/status")).isEqualTo("COMPLETED"));
        Answer completed = campaign(stack, campaign);
        assertThat(number(completed, "/total")).isEqualTo(PEOPLE);
        assertThat(number(completed, "/reached")).isEqualTo(PEOPLE);
        assertThat(number(completed, "/sent")).isEqualTo(PEOPLE);
        Map<String, List<String>> arrived = arrived(stack.data().mail());
        assertThat(arrived).as("persons without a mail are missing").hasSize(PEOPLE);
        assertThat(arrived)
                .allSatisfy((person, ids) ->
                        assertThat(new HashSet<>(ids)).as("one message each").hasSize(1));
        int repeated = arrived.values().stream().mapToInt(List::size).sum() - PEOPLE;
        assertThat(repeated).as("the same message again").isLessThanOrEqualTo(AT_MOST_REPEATED);
        Figures.fault(new FaultFigures(
                FaultRow.KILL_SERVICES,
                KILLED_AT.length,
                PEOPLE,
                0,
                0,
                Optional.empty(),
                "%d persons mailed, the service killed %d times on the way: %d mails handed over again under the same Message-ID."
                        .formatted(PEOPLE, KILLED_AT.length, repeated)));
    }

    private static void giveAddresses(SharedStack stack) throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
            List<Future<Answer>> answers = new ArrayList<>();
            Api.Caller backend = stack.api().as(Role.BACKEND);
            for (int i = 0; i < PEOPLE; i++) {
                String person = "person-" + i;
                answers.add(clients.submit(() -> backend.put(
                        Service.NOTIFICATION,
                        "/v1/subjects/" + person + "/contact-points",
                        "{\"email\": \"" + person + DOMAIN + "\", \"locale\": \"en\"}")));
            }
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().isSuccess())
                        .as(answer.get().described())
                        .isTrue();
            }
        }
    }

    private static String release(SharedStack stack) {
        Api.Caller operator = stack.api().as(Role.PRIVACY_OPERATOR);
        String incident =
                ok(operator.post(Service.NOTIFICATION, "/v1/incidents", """
                        {"title": "A backup was copied", "kind": "LEAK", "discoveredAt": "2026-01-01T00:00:00Z",
                         "categories": ["basic.email"], "facts": "A copy of a backup was found elsewhere.", "cause": "A wrong permission.",
                         "possibleHarm": "Unwanted mail.", "measures": "The permission was taken back.",
                         "selfProtection": "Be careful with mail.", "remedies": "Write to us.", "contact": "privacy@example.org"}""")).at("/id");
        String lines = IntStream.range(0, PEOPLE)
                .mapToObj(i -> "{\"subjectId\": \"person-" + i + "\"}")
                .collect(Collectors.joining("\n"));
        ok(operator.send(
                Service.NOTIFICATION,
                "PUT",
                "/v1/incidents/" + incident + "/affected-subjects",
                Optional.of(lines.getBytes(StandardCharsets.UTF_8)),
                "application/x-ndjson",
                "application/json"));
        return ok(stack.api()
                        .asStrongly(Role.DPO)
                        .post(Service.NOTIFICATION, "/v1/incidents/" + incident + "/notification", "{}"))
                .at("/campaignId");
    }

    private static Answer campaign(SharedStack stack, String id) {
        return ok(stack.api().as(Role.PRIVACY_OPERATOR).get(Service.NOTIFICATION, "/v1/campaigns/" + id));
    }

    private static long number(Answer answer, String pointer) {
        return Long.parseLong(answer.at(pointer));
    }

    private static Answer ok(Answer answer) {
        assertThat(answer.isSuccess()).as(answer.described()).isTrue();
        return answer;
    }

    /** Message-IDs by person, one for each mail. */
    private static Map<String, List<String>> arrived(Path directory) throws IOException {
        Map<String, List<String>> arrived = new HashMap<>();
        try (DirectoryStream<Path> mails = Files.newDirectoryStream(directory, "*.eml")) {
            for (Path file : mails) {
                String mail = Files.readString(file, StandardCharsets.ISO_8859_1);
                Matcher to = TO.matcher(mail);
                Matcher id = MESSAGE_ID.matcher(mail);
                if (to.find() && id.find()) {
                    arrived.computeIfAbsent(to.group(1), person -> new ArrayList<>())
                            .add(id.group(1));
                }
            }
        }
        return arrived;
    }
}
