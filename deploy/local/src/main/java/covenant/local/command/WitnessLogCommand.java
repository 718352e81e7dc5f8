package covenant.local.command;

import covenant.local.stack.Service;
import covenant.verifier.WitnessCommand;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code covenant witness}: a witness of one's own, beside the one that the stack starts; with its own memory outside the stack's data. */
@Command(
        name = "witness",
        description = {
            "Follow the audit log from outside, check that it only grows, remember and cosign.",
            "Without arguments: the running stack's log, remembered in the directory witness beside the data; Ctrl-C ends it.",
            "With arguments: [--log URL] [--key KEY] --dir DIRECTORY [--name NAME] [--host HOST] [--port PORT] [--every SECONDS]"
                    + " [--once], passed on to the witness."
        })
final class WitnessLogCommand implements Callable<Integer> {

    @Mixin
    private StackOptions options = new StackOptions();

    @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "the witness's own arguments")
    private List<String> arguments = List.of();

    @Override
    public Integer call() {
        List<String> all = arguments.isEmpty() ? ofTheStack() : arguments;
        return WitnessCommand.run(
                all.toArray(String[]::new), new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    private List<String> ofTheStack() {
        return List.of(
                "--log",
                "http://127.0.0.1:" + options.running().ports().of(Service.AUDIT),
                "--dir",
                options.data().root().resolveSibling("witness").toString());
    }
}
