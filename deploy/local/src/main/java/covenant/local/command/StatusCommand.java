package covenant.local.command;

import covenant.embedded.process.Ports;
import covenant.local.stack.HealthProbe;
import covenant.local.stack.Service;
import covenant.local.stack.StackDescription;
import covenant.local.stack.StackPorts;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code covenant status}: exit code 0 when everything is healthy. */
@Command(
        name = "status",
        description = "What runs, where, how it feels and what it needs.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    private static final String ROW = "%-29s %8s %6s  %-32s %8s  %s%n";

    @Mixin
    private StackOptions options = new StackOptions();

    @Spec
    private CommandSpec spec;

    private final HealthProbe probe = new HealthProbe();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Optional<StackDescription> running = StackDescription.of(options.data());
        if (running.isEmpty()) {
            out.println("No stack runs on " + options.data().root() + ".");
            return 1;
        }
        StackDescription stack = running.get();
        boolean healthy = true;
        long memory = 0;
        out.printf(ROW, "WHAT", "PROCESS", "PORT", "HEALTH", "MEMORY", "UNPLANNED EXITS");
        for (StackPorts.Use use : stack.ports().uses()) {
            long pid = stack.processes().getOrDefault(use.who(), -1L);
            HealthProbe.Health health = health(use);
            long kibibytes = ProcessMemory.kibibytes(pid);
            healthy &= health.ready();
            memory += kibibytes;
            out.printf(
                    ROW,
                    use.who(),
                    pid < 0 ? "-" : pid,
                    use.port(),
                    health.detail(),
                    kibibytes / 1024 + " MB",
                    stack.exits().getOrDefault(use.who(), 0));
        }
        long supervisor = ProcessMemory.kibibytesAlone(stack.supervisor());
        memory += supervisor;
        out.printf(ROW, "supervisor", stack.supervisor(), "-", stack.state(), supervisor / 1024 + " MB", "");
        out.printf(
                "%nMemory in all: %d MB. Data: %s%n",
                memory / 1024, options.data().root());
        return healthy ? 0 : 1;
    }

    private static boolean isService(StackPorts.Use use) {
        return Service.byName(use.who().replaceFirst("-\\d$", "")).isPresent();
    }

    private HealthProbe.Health health(StackPorts.Use use) {
        if (isService(use)) {
            return probe.of(use.port());
        }
        boolean listening = Ports.answers(use.port());
        return new HealthProbe.Health(listening, listening ? "listening" : "no answer");
    }
}
