package covenant.local;

import covenant.local.command.CovenantCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The program behind the script {@code covenant}. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        // The commands answer for themselves; the Kafka client's log would only interrupt them.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(CovenantCommand.run(arguments, out, err));
    }
}
