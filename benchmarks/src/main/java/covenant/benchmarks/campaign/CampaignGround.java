package covenant.benchmarks.campaign;

import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Role;
import covenant.local.stack.DataDirectory;
import covenant.local.stack.Installation;
import covenant.local.stack.Selection;
import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import covenant.local.stack.StackException;
import covenant.local.stack.StackPorts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** PostgreSQL, Kafka, the mail sink and the notification-service, for this alone; people with an address; an incident. */
final class CampaignGround implements AutoCloseable {
    static final Service MEASURED = Service.NOTIFICATION;
    private static final int CLIENTS = 16;
    private static final int LINES = 20_000;
    private static final String INCIDENT = """
            {"title":"Benchmark","kind":"LEAK","discoveredAt":"2026-01-01T00:00:00Z","categories":["basic.email"],
             "facts":"An archive was copied.","cause":"A stolen key.","possibleHarm":"Unwanted mail.","measures":"The key was revoked.",
             "selfProtection":"Be wary of mails.","remedies":"None needed.","contact":"privacy@example.org"}""";

    private final Stack stack;
    private final Api api;

    private CampaignGround(Stack stack) {
        this.stack = stack;
        this.api = new Api(stack.ports(), stack.keys());
    }

    static CampaignGround open(
            Installation installation, Path data, List<String> javaOptions, Consumer<String> progress) {
        Stack stack = Stack.prepare(
                installation,
                DataDirectory.at(data),
                StackPorts.free(),
                false,
                new Selection(Set.of(MEASURED), Optional.of(javaOptions)),
                progress);
        stack.start();
        return new CampaignGround(stack);
    }

    /** Gives persons {@code person-0} to {@code person-<n-1>} a mail address. */
    void addPeople(int people) {
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = java.util.stream.IntStream.range(0, CLIENTS)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    Api.Caller backend = api.as(Role.BACKEND);
                    for (int person = next.getAndIncrement(); person < people; person = next.getAndIncrement()) {
                        require(backend.put(
                                MEASURED,
                                "/v1/subjects/person-" + person + "/contact-points",
                                "{\"email\":\"person-" + person + "@example.org\",\"locale\":\"en\"}"));
                    }
                }))
                .toList();
        threads.forEach(CampaignGround::join);
    }

    /** Reports an incident that concerns all of them; returns its id. */
    String incident(int people) {
        String id = require(api.as(Role.PRIVACY_OPERATOR).post(MEASURED, "/v1/incidents", INCIDENT))
                .at("/id");
        for (int from = 0; from < people; from += LINES) {
            StringBuilder lines = new StringBuilder();
            for (int person = from; person < Math.min(people, from + LINES); person++) {
                lines.append("{\"subjectId\":\"person-").append(person).append("\"}\n");
            }
            require(api.as(Role.PRIVACY_OPERATOR)
                    .send(
                            MEASURED,
                            "PUT",
                            "/v1/incidents/" + id + "/affected-subjects",
                            Optional.of(lines.toString().getBytes(StandardCharsets.UTF_8)),
                            "application/x-ndjson",
                            "application/json"));
        }
        return id;
    }

    /** Releases the notice; returns the campaign. */
    String release(String incident) {
        return require(api.asStrongly(Role.DPO).post(MEASURED, "/v1/incidents/" + incident + "/notification", "{}"))
                .at("/campaignId");
    }

    Answer campaign(String id) {
        return require(api.as(Role.PRIVACY_OPERATOR).get(MEASURED, "/v1/campaigns/" + id));
    }

    /** Kills the service without warning and starts it again. */
    void killAndRestart() {
        stack.kill(MEASURED);
        stack.launch(MEASURED);
        stack.awaitReady(MEASURED);
    }

    Stack stack() {
        return stack;
    }

    private static Answer require(Answer answer) {
        if (!answer.isSuccess()) {
            throw new StackException("The service refused: " + answer.described());
        }
        return answer;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        stack.close();
    }
}
