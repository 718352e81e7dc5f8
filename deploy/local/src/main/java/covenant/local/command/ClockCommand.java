package covenant.local.command;

import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Role;
import covenant.local.stack.Service;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code covenant clock}: what time it is for the five services, and another time if wanted. */
@Command(
        name = "clock",
        description = "Show or move the sandbox clock of all five services.",
        mixinStandardHelpOptions = true)
final class ClockCommand implements Callable<Integer> {

    @Mixin
    private StackOptions options = new StackOptions();

    @Parameters(arity = "0..1", paramLabel = "PERIOD", description = "forward by an ISO-8601 period: P31D, PT5M, P1M")
    private @Nullable String advance;

    @Option(names = "--set", paramLabel = "INSTANT", description = "to an instant: 2026-03-01T00:00:00+08:00")
    private @Nullable String instant;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (advance != null && instant != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "Either a period or --set, not both.");
        }
        PrintWriter out = spec.commandLine().getOut();
        Api api = options.api();
        boolean good = true;
        for (Service service : Service.values()) {
            Answer answer = ask(api, service);
            good &= answer.isSuccess();
            out.printf("%-29s %s%n", service.module(), answer.isSuccess() ? answer.at("/now") : answer.described());
        }
        return good ? 0 : 1;
    }

    private Answer ask(Api api, Service service) {
        Api.Caller ops = api.asStrongly(Role.OPS);
        if (advance != null) {
            return ops.post(service, "/sandbox/clock", "{\"advance\": \"" + advance.replace("\"", "") + "\"}");
        }
        if (instant != null) {
            return ops.post(service, "/sandbox/clock", "{\"set\": \"" + instant.replace("\"", "") + "\"}");
        }
        return ops.get(service, "/sandbox/clock");
    }
}
