package covenant.benchmarks;

import covenant.benchmarks.audit.AuditIngestCommand;
import covenant.benchmarks.audit.AuditLatencyCommand;
import covenant.benchmarks.audit.AuditQueriesCommand;
import covenant.benchmarks.audit.AuditVerifyCommand;
import covenant.benchmarks.campaign.BreachCampaignCommand;
import covenant.benchmarks.consent.ConsentBatchesCommand;
import covenant.benchmarks.consent.ConsentWritesCommand;
import covenant.benchmarks.consent.DecisionBatchesCommand;
import covenant.benchmarks.consent.DecisionGrowthCommand;
import covenant.benchmarks.consent.DecisionsCommand;
import covenant.benchmarks.erasure.ErasureSweepCommand;
import covenant.benchmarks.page.PlotCommand;
import covenant.benchmarks.pgbench.PgbenchMissing;
import covenant.benchmarks.relay.RelayCommand;
import covenant.benchmarks.request.RequestsAcceptCommand;
import covenant.benchmarks.request.RequestsBacklogCommand;
import covenant.benchmarks.soak.SoakCommand;
import covenant.benchmarks.up.StartUpCommand;
import covenant.embedded.postgres.PostgresUnavailable;
import covenant.local.stack.StackException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./covenant bench}. */
@Command(
        name = "covenant bench",
        description = "Measures what the promises cost, each beside a reference from the same run on the same machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "NAME",
        subcommands = {
            ConsentWritesCommand.class,
            ErasureSweepCommand.class,
            BreachCampaignCommand.class,
            AuditIngestCommand.class,
            AuditQueriesCommand.class,
            AuditVerifyCommand.class,
            RequestsAcceptCommand.class,
            RequestsBacklogCommand.class,
            DecisionsCommand.class,
            DecisionBatchesCommand.class,
            ConsentBatchesCommand.class,
            DecisionGrowthCommand.class,
            RelayCommand.class,
            AuditLatencyCommand.class,
            StartUpCommand.class,
            SoakCommand.class,
            PlotCommand.class
        })
public final class Main {

    private static final int NOT_DONE = 1;
    private static final int NOT_POSSIBLE = 2;

    private Main() {}

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(arguments, out, err));
    }

    /** @return the exit code: 0 measured and verified, 1 not, 2 wrong arguments or a missing program */
    public static int run(String[] arguments, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new Main());
        line.setOut(out);
        line.setErr(err);
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (exception instanceof PgbenchMissing) {
                err.println(exception.getMessage());
                return NOT_POSSIBLE;
            }
            if (exception instanceof StackException || exception instanceof PostgresUnavailable) {
                err.println(exception.getMessage());
            } else {
                exception.printStackTrace(err);
            }
            return NOT_DONE;
        });
        if (arguments.length == 0) {
            line.usage(out);
            return NOT_POSSIBLE;
        }
        return line.execute(arguments);
    }
}
