package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.local.command.CovenantCommand;
import covenant.local.stack.DataDirectory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** {@code ./covenant …} against the shared stack. */
final class Commands {

    private Commands() {}

    /** Runs a command that must succeed, and returns what it printed. */
    static String run(DataDirectory data, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--data", data.root().toString()));
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed, true);
        int code = CovenantCommand.run(arguments.toArray(String[]::new), out, out);
        assertThat(code).as(printed.toString()).isZero();
        return printed.toString();
    }
}
