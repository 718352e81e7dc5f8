package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import covenant.local.client.Api;
import covenant.local.client.Events;
import covenant.local.client.Storage;
import covenant.local.fault.FaultRow;
import covenant.local.stack.DataDirectory;
import covenant.local.stack.Installation;
import covenant.local.stack.Selection;
import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import covenant.local.stack.StackPorts;
import covenant.local.stack.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The disk that PostgreSQL and Kafka share is full, under load, and has room again after a while. A part of the system on a data directory of its own;
 * logs lie elsewhere.
 */
@Tag("fault")
class FullDiskIT {

    private static final int MEBIBYTES = 400;
    private static final Path HERE = Path.of("target", "full-disk");
    private static final Set<Load.Kind> KINDS = EnumSet.of(Load.Kind.CONSENT, Load.Kind.FACT);

    private final StackPorts ports = StackPorts.free();
    private final List<String> reports = new CopyOnWriteArrayList<>();

    @Test
    @Tag("R-ENV-2")
    @Tag("R-ENV-3")
    void withoutRoomNothingIsAcknowledgedThatIsNotKeptAndWithRoomItGoesOn() throws IOException {
        Optional<SmallDisk> mounted = SmallDisk.mount(HERE.resolve("disk"), MEBIBYTES);
        if (mounted.isEmpty()) {
            Figures.print("no small disk can be mounted here (it takes root): a full disk was not tried");
        }
        assumeTrue(mounted.isPresent(), "no small disk can be mounted here (it takes root)");
        try (SmallDisk disk = mounted.get();
                Stack stack = onIt(disk)) {
            stack.start();
            new Supervisor(stack, reports::add, Integer.MAX_VALUE).watch();
            fillUnderLoad(disk, stack);
        }
    }

    private void fillUnderLoad(SmallDisk disk, Stack stack) {
        Duration full = Form.seconds(5, 60);
        int fillings = Form.times(1, 5);
        Duration slowest = Duration.ZERO;
        int refused = 0;
        try (Events events = new Events(ports.kafka())) {
            Load load = Load.on(new Api(ports, stack.keys()), KINDS);
            try (load) {
                for (int filling = 0; filling < fillings; filling++) {
                    load.goOnFor(5);
                    int before = load.repeated();
                    disk.fill();
                    load.goOnFor(full);
                    refused += load.repeated() - before;
                    disk.empty();
                    Duration back = goesOn(stack, load);
                    slowest = back.compareTo(slowest) > 0 ? back : slowest;
                }
            } finally {
                disk.empty();
            }
            assertThat(refused).as("writes that found no room").isPositive();
            Reckoning reckoning =
                    Reckoning.of(load, new Storage(ports, stack.keys()), events).mustBeEven();
            Figures.fault(
                    FaultRow.DISK_FULL,
                    fillings,
                    reckoning,
                    slowest,
                    "PostgreSQL and Kafka on a disk of %d MB, full for %s: %d refusals, %d restarts of servers by the supervisor;"
                            + " recovery is from the first free byte until each writer got an acknowledgement and Kafka answered.",
                    MEBIBYTES,
                    Figures.seconds(full),
                    refused,
                    reports.size());
        }
    }

    private static Duration goesOn(Stack stack, Load load) {
        long start = System.nanoTime();
        load.goOnFor(3);
        Eventually.within(Duration.ofSeconds(60), () -> {
            stack.kafka().awaitReady();
            return true;
        });
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** A full disk must not keep the supervisor from writing down what it did: logs and notes go to another one. */
    private Stack onIt(SmallDisk disk) throws IOException {
        for (String elsewhere : List.of("logs", "run")) {
            Path real = Files.createDirectories(HERE.resolve(elsewhere)).toAbsolutePath();
            Files.createSymbolicLink(disk.root().resolve(elsewhere), real);
        }
        Files.writeString(disk.root().resolve(".covenant"), "A small disk for a test.\n");
        return Stack.prepare(
                Installation.find(),
                DataDirectory.at(disk.root()),
                ports,
                false,
                new Selection(Set.of(Service.CONSENT, Service.AUDIT), Installation.javaOptions(System.getenv())),
                line -> {});
    }
}
