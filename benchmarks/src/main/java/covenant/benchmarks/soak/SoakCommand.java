package covenant.benchmarks.soak;

import covenant.benchmarks.page.BenchCommand;
import covenant.local.client.Poll;
import covenant.local.stack.DataDirectory;
import covenant.local.stack.Installation;
import covenant.local.stack.Selection;
import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import covenant.local.stack.StackPorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./covenant bench soak}: half the load for half an hour; what grows that should not? */
@Command(
        name = "soak",
        description =
                "The whole local stack at half its load for 30 minutes: heap, connections, handles, lag and dead rows flat?",
        mixinStandardHelpOptions = true)
public final class SoakCommand extends BenchCommand {

    /** The local stack's own, and no limit on how many erasures may begin at once: that limit is for operators. */
    private static final List<String> LOCAL = List.of(
            "-Xmx192m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            "-Dcovenant.retention.sweep.blast-limit=" + Integer.MAX_VALUE);

    private static final Duration DRAIN = Duration.ofMinutes(10);
    private static final int CLIENTS = 8;

    @Option(names = "--minutes", defaultValue = "30", description = "How long (${DEFAULT-VALUE}).")
    private int minutes;

    @Option(names = "--every", defaultValue = "30", description = "Seconds between two samples (${DEFAULT-VALUE}).")
    private int every;

    @Option(names = "--warm-up", defaultValue = "60", description = "Seconds of full load before (${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(
            names = "--rate",
            description = "Journeys a second; without it half of what the stack finishes at full load.")
    private double given;

    @Override
    protected Measured measure(Installation installation, Path work) {
        Selection selection = new Selection(EnumSet.allOf(Service.class), Optional.of(LOCAL));
        try (Stack stack = Stack.prepare(
                installation, DataDirectory.at(work.resolve("data")), StackPorts.free(), false, selection, this::say)) {
            stack.start();
            try (AccountSystem accounts = new AccountSystem(stack.kafka().bootstrapServers());
                    Holder holder = new Holder(stack, accounts);
                    Sampler sampler = new Sampler(stack)) {
                return soak(stack, accounts, sampler);
            }
        }
    }

    private Measured soak(Stack stack, AccountSystem accounts, Sampler sampler) {
        Drive drive = new Drive(new Journey(stack, accounts));
        say("Finding the full load");
        double full = full(drive, accounts, sampler);
        double rate = given > 0 ? given : full / 2;
        Duration length = quick() ? Duration.ofSeconds(24) : Duration.ofMinutes(minutes);
        say(String.format(Locale.ROOT, "Full load: %.1f journeys a second; soaking at %.1f", full, rate));
        Thread sampling = sampler.start(Duration.ofSeconds(quick() ? 4 : every), length, sample -> say(seen(sample)));
        drive.paced(rate, length);
        join(sampling);
        List<Sample> samples = sampler.samples();
        drain(accounts, sampler);
        List<String> failures = new ArrayList<>(drive.failures());
        if (drive.errors() > 0) {
            failures.add(drive.errors() + " journeys failed");
        }
        SoakPage page = new SoakPage(
                full,
                rate,
                length,
                drive.made(),
                accounts.closed(),
                (long) sampler.tables().erased(),
                (long) sampler.tables()
                        .number(
                                Service.NOTIFICATION.database(),
                                "select count(*) from delivery where status in ('SENT', 'DELIVERED')"),
                drive.latencies(),
                samples,
                failures);
        return new Measured(
                page.text() + "\nOptions of the services: `" + String.join(" ", LOCAL)
                        + "`; PostgreSQL with fsync on.\n",
                page.problems());
    }

    /** As many journeys as go, and the time until all that they set off has come to its end: what the stack can carry for long. */
    private double full(Drive drive, AccountSystem accounts, Sampler sampler) {
        long begin = System.nanoTime();
        long journeys = drive.closedLoop(CLIENTS, Duration.ofSeconds(quick() ? 3 : warmUp));
        drain(accounts, sampler);
        return journeys / ((System.nanoTime() - begin) / 1e9);
    }

    private void drain(AccountSystem accounts, Sampler sampler) {
        long closed = accounts.closed();
        Optional<Boolean> done = Poll.until(
                DRAIN,
                () -> sampler.tables().erased() >= closed && sampler.isIdle() ? Optional.of(true) : Optional.empty());
        if (done.isEmpty()) {
            say("Still waiting after " + DRAIN.toMinutes() + " minutes: "
                    + (long) sampler.tables().erased() + " of " + closed + " erased");
        }
    }

    private static String seen(Sample sample) {
        return String.format(
                Locale.ROOT,
                "%4d s: memory %.0f MB, lag %.0f, outbox %.0f, dead rows %.1f %%",
                sample.at().toSeconds(),
                sample.value(Gauge.MEMORY),
                sample.value(Gauge.LAG),
                sample.value(Gauge.OUTBOX_ROWS),
                sample.value(Gauge.DEAD_SHARE));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
