package covenant.local.command;

import static java.util.Objects.requireNonNull;

import covenant.embedded.postgres.PostgresUnavailable;
import covenant.local.client.Unanswered;
import covenant.local.demo.StoryBroken;
import covenant.local.stack.StackException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./covenant}. */
@Command(
        name = "covenant",
        description = "Keeps the promises of a privacy policy: the whole system on this machine.",
        mixinStandardHelpOptions = true,
        version = "covenant 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Run by the script itself: test (all tests, one report), bench NAME (a benchmark).",
            "Ports: COVENANT_CONSENT_PORT and so on, COVENANT_KAFKA_PORT, COVENANT_POSTGRES_PORT, COVENANT_SMTP_PORT, COVENANT_WITNESS_PORT."
        },
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            TokenCommand.class,
            ClockCommand.class,
            DeadLettersCommand.class,
            VerifyLogCommand.class,
            WitnessLogCommand.class,
            DemoCommand.class,
            FaultsCommand.class,
            CommandLine.HelpCommand.class
        })
public final class CovenantCommand {

    private CovenantCommand() {}

    /** @return the exit code: 0 done, 1 not, 2 wrong arguments */
    public static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new CovenantCommand());
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        for (String passing : List.of("verify", "witness")) {
            requireNonNull(line.getSubcommands().get(passing)).setUnmatchedOptionsArePositionalParams(true);
        }
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (isForPeople(exception)) {
                err.println(exception.getMessage());
            } else {
                exception.printStackTrace(err);
            }
            return 1;
        });
        if (arguments.length == 0) {
            line.usage(out);
            return 2;
        }
        return line.execute(arguments);
    }

    /** Whether the message alone says what to do. */
    private static boolean isForPeople(Exception exception) {
        return exception instanceof StackException
                || exception instanceof PostgresUnavailable
                || exception instanceof Unanswered
                || exception instanceof StoryBroken;
    }
}
