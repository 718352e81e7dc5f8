package covenant.local.command;

import covenant.embedded.process.Executables;
import covenant.embedded.process.JavaCommand;
import covenant.local.Main;
import covenant.local.stack.DataDirectory;
import covenant.local.stack.Installation;
import covenant.local.stack.StackDescription;
import covenant.local.stack.StackException;
import covenant.local.stack.StackPorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code covenant up --detach}: the supervisor as a process that outlives this one. */
final class DetachedStart {

    private final DataDirectory data;
    private final StackPorts ports;
    private final int replicas;
    private final boolean clean;
    private final PrintWriter out;

    DetachedStart(DataDirectory data, StackPorts ports, int replicas, boolean clean, PrintWriter out) {
        this.data = data;
        this.ports = ports;
        this.replicas = replicas;
        this.clean = clean;
        this.out = out;
    }

    int run() throws InterruptedException {
        if (StackDescription.of(data).isPresent()) {
            throw new StackException("A stack is running on " + data.root() + " already.");
        }
        data.create();
        long start = System.nanoTime();
        Path log = data.run().resolve("supervisor.log");
        Process supervisor = launch(log);
        while (!supervisor.waitFor(200, TimeUnit.MILLISECONDS)) {
            Optional<StackDescription> description = StackDescription.of(data);
            if (description.isPresent() && description.get().isReady()) {
                out.println(Greeting.of(ports, data, Duration.ofNanos(System.nanoTime() - start))
                        .replace("Ctrl-C stops everything.", "./covenant down stops everything."));
                return 0;
            }
        }
        out.println(read(log));
        return 1;
    }

    private Process launch(Path log) {
        List<String> arguments = new ArrayList<>(
                List.of("up", "--data", data.root().toString(), "--replicas", Integer.toString(replicas)));
        if (clean) {
            arguments.add("--clean");
        }
        List<String> command = new ArrayList<>();
        Executables.find("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.addAll(JavaCommand.of(
                Main.class,
                List.of(
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dcovenant.home=" + Installation.find().home()),
                arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start the supervisor", e);
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + log, e);
        }
    }
}
