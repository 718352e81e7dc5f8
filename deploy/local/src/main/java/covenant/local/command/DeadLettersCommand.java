package covenant.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Role;
import covenant.local.stack.Service;
import covenant.local.stack.StackException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code covenant dead-letters}: the records that a consumer set aside, and another try for them. */
@Command(name = "dead-letters", description = "Records that a service could not take.", mixinStandardHelpOptions = true)
final class DeadLettersCommand implements Callable<Integer> {

    private static final String ROW = "%-29s %-34s %9s %7s  %-28s %s%n";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return 2;
    }

    @Command(name = "list", description = "Every dead letter, with its reason.", mixinStandardHelpOptions = true)
    int list(@Mixin StackOptions options) {
        PrintWriter out = spec.commandLine().getOut();
        Api.Caller ops = options.api().asStrongly(Role.OPS);
        int count = 0;
        out.printf(ROW, "SERVICE", "TOPIC", "PARTITION", "OFFSET", "TYPE", "REASON");
        for (Service service : Service.values()) {
            String cursor = "";
            do {
                JsonNode page = ask(ops, service, cursor);
                for (JsonNode letter : page.path("items")) {
                    out.printf(
                            ROW,
                            service.module(),
                            text(letter, "topic"),
                            text(letter, "partition"),
                            text(letter, "offset"),
                            text(letter, "type"),
                            text(letter, "reason"));
                    count++;
                }
                cursor = page.path("next").asText("");
            } while (!cursor.isEmpty() && !cursor.equals("null"));
        }
        out.printf("%d dead letters.%n", count);
        return 0;
    }

    @Command(
            name = "redrive",
            description = "Give one dead letter to its service again.",
            mixinStandardHelpOptions = true)
    int redrive(
            @Mixin StackOptions options,
            @Parameters(paramLabel = "TOPIC", description = "the topic or its .dlq, as listed") String topic,
            @Parameters(paramLabel = "PARTITION") int partition,
            @Parameters(paramLabel = "OFFSET") long offset,
            @Option(
                            names = "--service",
                            paramLabel = "SERVICE",
                            description = "only this one; else every service that lists it")
                    @Nullable
                    String name) {
        PrintWriter out = spec.commandLine().getOut();
        Api.Caller ops = options.api().asStrongly(Role.OPS);
        String body = "{\"topic\": \"%s\", \"partition\": %d, \"offset\": %d}"
                .formatted(topic.endsWith(".dlq") ? topic : topic + ".dlq", partition, offset);
        boolean taken = false;
        for (Service service : wanted(name)) {
            Answer answer = ops.post(service, "/v1/dead-letters/redrive", body);
            if (answer.status() != 404) {
                out.println(service.module() + ": " + answer.status() + " " + answer.text());
                taken |= answer.isSuccess();
            }
        }
        if (!taken) {
            out.println("No service took it.");
        }
        return taken ? 0 : 1;
    }

    private static List<Service> wanted(@Nullable String name) {
        return name == null
                ? List.of(Service.values())
                : List.of(Service.byName(name)
                        .orElseThrow(() -> new StackException("There is no service '" + name + "'.")));
    }

    private static JsonNode ask(Api.Caller ops, Service service, String cursor) {
        Answer answer = ops.get(service, "/v1/dead-letters?limit=500" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
        if (!answer.isSuccess()) {
            throw new StackException(answer.described());
        }
        return answer.json();
    }

    private static String text(JsonNode letter, String field) {
        return letter.path(field).asText("-");
    }
}
