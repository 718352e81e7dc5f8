package covenant.verifier;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * {@code witness}: follows a log, checks that it only grows before it remembers, and cosigns; answers the log when it asks. Belongs on another
 * machine than the log, run by somebody else: its memory is what an intruder with all rights over the log does not have.
 */
public final class WitnessCommand {

    private WitnessCommand() {}

    /** @return with {@code --once} 0 if the log only grew, 1 if it did not, 2 if that could not be told; else it goes on until it is ended */
    public static int run(String[] args, PrintStream out) {
        try {
            WitnessOptions options = WitnessOptions.parse(args);
            WitnessStore store = new WitnessStore(options.directory());
            Cosigner cosigner = Cosigner.in(store.keyFile(), options.name());
            Witness witness = new Witness(store, cosigner, Clock.systemUTC());
            LogFollower follower = new LogFollower(
                    new HttpSource(options.log(), null),
                    store,
                    witness,
                    Optional.ofNullable(options.key()).map(NoteKey::parse));
            out.println("witness " + cosigner.text());
            return options.once() ? visit(follower, out) : stay(options, witness, cosigner, follower, out);
        } catch (CannotVerifyException e) {
            out.println("cannot witness: " + e.getMessage());
            return VerifyCommand.UNKNOWN;
        }
    }

    /** As {@link #run} on the standard output. */
    public static void main(String[] args) {
        System.exit(run(args, new PrintStream(System.out, true, StandardCharsets.UTF_8)));
    }

    private static int stay(
            WitnessOptions options, Witness witness, Cosigner cosigner, LogFollower follower, PrintStream out) {
        CountDownLatch never = new CountDownLatch(1);
        WitnessServer server = options.port() < 0
                ? null
                : WitnessServer.start(options.host(), options.port(), options.tls(), witness, cosigner);
        try {
            if (server != null) {
                out.println("listening on " + options.host() + ":" + server.port());
            }
            String said = "";
            boolean ended = false;
            while (!ended) {
                Heard heard = hear(follower);
                if (!heard.text().equals(said)) {
                    out.println(heard.text());
                    said = heard.text();
                }
                ended = never.await(options.every().toMillis(), TimeUnit.MILLISECONDS);
            }
            return VerifyCommand.GOOD;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return VerifyCommand.GOOD;
        } finally {
            if (server != null) {
                server.close();
            }
        }
    }

    private record Heard(int code, String text) {}

    private static Heard hear(LogFollower follower) {
        try {
            return new Heard(VerifyCommand.GOOD, follower.visit());
        } catch (BadLogException e) {
            return new Heard(VerifyCommand.BAD, "BAD: " + e.getMessage());
        } catch (CannotVerifyException e) {
            return new Heard(VerifyCommand.UNKNOWN, "cannot tell: " + e.getMessage());
        }
    }

    private static int visit(LogFollower follower, PrintStream out) {
        Heard heard = hear(follower);
        out.println(heard.text());
        return heard.code();
    }
}
