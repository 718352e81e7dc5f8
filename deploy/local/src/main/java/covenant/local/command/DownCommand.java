package covenant.local.command;

import covenant.local.stack.StackDescription;
import covenant.local.stack.StackException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code covenant down}. */
@Command(name = "down", description = "Stop the stack in order; the data stays.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

    private static final int WAIT_SECONDS = 120;

    @Mixin
    private StackOptions options = new StackOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Optional<StackDescription> running = StackDescription.of(options.data());
        if (running.isEmpty()) {
            spec.commandLine()
                    .getOut()
                    .println("No stack runs on " + options.data().root() + ".");
            return 0;
        }
        long pid = running.get().supervisor();
        ProcessHandle supervisor = ProcessHandle.of(pid).orElseThrow();
        supervisor.destroy();
        try {
            supervisor.onExit().get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new StackException(
                    "The supervisor (process " + pid + ") did not stop within " + WAIT_SECONDS + " s.", e);
        }
        spec.commandLine()
                .getOut()
                .println("Stopped. The data stays in " + options.data().root() + ".");
        return 0;
    }
}
