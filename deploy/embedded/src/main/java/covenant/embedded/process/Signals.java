package covenant.embedded.process;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals by name, for the ones that {@link ProcessHandle} does not offer. */
public final class Signals {

    private Signals() {}

    /** Sends the signal, for example {@code INT}; returns false when there is no such process. */
    public static boolean send(String signal, long pid) {
        try {
            return new ProcessBuilder(
                                    "/bin/sh",
                                    "-c",
                                    "kill -\"$1\" \"$2\"",
                                    "covenant-signal",
                                    signal,
                                    Long.toString(pid))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot signal process " + pid, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while signalling process " + pid, e);
        }
    }
}
