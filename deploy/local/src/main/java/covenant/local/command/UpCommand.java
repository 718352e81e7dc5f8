package covenant.local.command;

import covenant.local.stack.DataDirectory;
import covenant.local.stack.Installation;
import covenant.local.stack.Stack;
import covenant.local.stack.StackPorts;
import covenant.local.stack.Supervisor;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code covenant up}: starts the stack and stays until it is stopped. */
@Command(
        name = "up",
        description = "Start everything; Ctrl-C (or covenant down) stops it in order.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    @Mixin
    private StackOptions options = new StackOptions();

    @Option(names = "--clean", description = "throw the data away and start afresh")
    private boolean clean;

    @Option(names = "--detach", description = "return when everything is ready; covenant down stops it")
    private boolean detach;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "processes of each service (default: ${DEFAULT-VALUE}); the second listens ten ports above the first")
    private int replicas;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        StackPorts ports = StackPorts.from(System.getenv(), replicas);
        DataDirectory data = options.data();
        if (detach) {
            return new DetachedStart(data, ports, replicas, clean, out).run();
        }
        long start = System.nanoTime();
        out.println("Starting on " + data.root() + " …");
        Stack stack = Stack.prepare(
                Installation.find(), data, ports, clean, line -> out.println("  " + seconds(start) + "  " + line));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack, out, stopped), "covenant-stop"));
        stack.start();
        new Supervisor(stack, line -> out.println("! " + line)).watch();
        out.println(Greeting.of(stack.ports(), data, Duration.ofNanos(System.nanoTime() - start)));
        stopped.await();
        return 0;
    }

    private static void stop(Stack stack, PrintWriter out, CountDownLatch stopped) {
        out.println("Stopping …");
        stack.close();
        out.println("Stopped. The data stays; ./covenant up continues where this ended.");
        stopped.countDown();
    }

    private static String seconds(long start) {
        return "%5.1f s".formatted((System.nanoTime() - start) / 1e9);
    }
}
