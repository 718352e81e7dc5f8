package covenant.embedded.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Stops a process when this JVM is gone. A shell holds the other end of a pipe that only this JVM has open: when the JVM ends, by whatever
 * cause, the shell reads end-of-file and signals the process. A shutdown hook alone would not survive {@code kill -9}.
 */
final class Watchdog {

    private static final String SCRIPT = """
            read -r line
            kill -"$1" "$2" 2>/dev/null || exit 0
            i=0
            while [ "$i" -lt 30 ] && kill -0 "$2" 2>/dev/null; do sleep 1; i=$((i + 1)); done
            kill -KILL "$2" 2>/dev/null
            exit 0
            """;

    private final Process shell;

    private Watchdog(Process shell) {
        this.shell = shell;
    }

    static Watchdog over(long pid, String signal) {
        List<String> command = new ArrayList<>(Executables.ownSession());
        command.addAll(List.of("/bin/sh", "-c", SCRIPT, "covenant-watchdog", signal, Long.toString(pid)));
        try {
            return new Watchdog(new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start a watchdog over process " + pid, e);
        }
    }

    /** The process has ended by itself: its number may soon belong to another. */
    void dismiss() {
        shell.destroy();
    }
}
