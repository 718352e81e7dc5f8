package covenant.benchmarks.audit;

import covenant.benchmarks.measure.Machine;
import covenant.benchmarks.page.Results;
import covenant.local.stack.Installation;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the benchmarks of the log have in common: the ground, the page, its place. */
abstract class AuditCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--quick", description = "A few seconds: whether it works, not how fast. Writes no page.")
    private boolean quick;

    @Option(names = "--no-page", description = "Print only.")
    private boolean noPage;

    boolean quick() {
        return quick;
    }

    void say(String line) {
        out().println(line);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Measures; the result is Markdown. */
    abstract String measure(LogGround ground, Connection connection) throws SQLException, IOException;

    @Override
    public Integer call() throws IOException, SQLException {
        String page;
        try (LogGround ground = LogGround.open(this::say);
                Connection connection = ground.connect()) {
            Machine machine = Machine.look(ground.directory());
            page = "# " + spec.name() + "\n\n" + measure(ground, connection) + "\n## Machine\n\n- "
                    + machine.described()
                    + "\n- Load average before the start: " + machine.load() + "\n- Service's JVM: `"
                    + String.join(" ", LogGround.javaOptions()) + "`, PostgreSQL with fsync on\n";
        }
        say("");
        say(page);
        if (!quick && !noPage) {
            Results.keep(Installation.find(), LocalDate.now(ZoneOffset.UTC), spec.name(), page, this::say);
        }
        return 0;
    }
}
