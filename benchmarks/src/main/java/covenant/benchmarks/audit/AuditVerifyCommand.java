package covenant.benchmarks.audit;

import covenant.benchmarks.measure.Median;
import covenant.local.client.Answer;
import covenant.local.client.Role;
import covenant.local.stack.Service;
import covenant.verifier.VerifyCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./covenant bench audit-verify}: the whole log recomputed from outside, against hashing alone in one thread. */
@Command(
        name = "audit-verify",
        description = "Full verification from outside and inside, against hashing alone in one thread.",
        mixinStandardHelpOptions = true)
public final class AuditVerifyCommand extends AuditCommand {

    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final Duration WARM_UP = Duration.ofSeconds(60);
    private static final int CHUNK = 100_000;

    @Option(names = "--entries", defaultValue = "1000000", description = "Entries (${DEFAULT-VALUE}).")
    private long entries;

    @Option(names = "--runs", defaultValue = "5", description = "Runs of each side (${DEFAULT-VALUE}).")
    private int runs;

    @Override
    String measure(LogGround ground, Connection connection) throws SQLException {
        long size = quick() ? 5_000 : entries;
        try (Feed feed = new Feed(ground.kafkaPort())) {
            while (feed.sent() < size) {
                feed.send(Math.min(CHUNK, size - feed.sent()));
                ground.awaitSigned(connection, feed.sent(), PATIENCE);
                say(String.format(Locale.ROOT, "%,d entries", feed.sent()));
            }
        }
        int leaf = (int) LogGround.number(connection, "select avg(length(leaf)) from entry");
        double cold = warmUp(ground);
        List<Double> outside = new ArrayList<>();
        List<Double> inside = new ArrayList<>();
        List<Double> hashing = new ArrayList<>();
        for (int run = 1; run <= (quick() ? 1 : runs); run++) {
            outside.add(outside(ground));
            inside.add(inside(ground));
            hashing.add(hashing(size, leaf));
            say(String.format(
                    Locale.ROOT,
                    "Run %d: outside %.2f s, inside %.2f s, hashing alone %.2f s",
                    run,
                    outside.getLast(),
                    inside.getLast(),
                    hashing.getLast()));
        }
        return String.format(
                Locale.ROOT,
                """
                | %,d entries, leaves of %d bytes | seconds, median of %d runs | aim |
                |---|---:|---|
                | `covenant verify`: every bundle, tile and the root, over HTTP | %.2f | 1 M in 5 s |
                | `POST /v1/audit/verify`: the same, and columns, details, every signed head | %.2f | |
                | hashing the leaves alone, one thread | %.2f | |

                Warm-up: from outside and inside in turns for %d s. The first of all, with both programs just started, took %.2f s from outside.
                """,
                size,
                leaf,
                outside.size(),
                Median.of(outside, Double::doubleValue),
                Median.of(inside, Double::doubleValue),
                Median.of(hashing, Double::doubleValue),
                WARM_UP.toSeconds(),
                cold);
    }

    /** @return seconds that the first verification from outside took */
    private double warmUp(LogGround ground) {
        long start = System.nanoTime();
        double first = outside(ground);
        while (!quick() && System.nanoTime() - start < WARM_UP.toNanos()) {
            double unused = inside(ground) + outside(ground);
        }
        return first;
    }

    private static double outside(LogGround ground) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long start = System.nanoTime();
        int code = VerifyCommand.run(
                new String[] {"--url", ground.url()}, new PrintStream(out, true, StandardCharsets.UTF_8));
        double seconds = (System.nanoTime() - start) / 1e9;
        if (code != VerifyCommand.GOOD) {
            throw new IllegalStateException(out.toString(StandardCharsets.UTF_8));
        }
        return seconds;
    }

    private static double inside(LogGround ground) {
        long start = System.nanoTime();
        Answer answer = ground.api().as(Role.OPS).post(Service.AUDIT, "/v1/audit/verify", "");
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!answer.at("/ok").equals("true")) {
            throw new IllegalStateException(answer.described());
        }
        return seconds;
    }

    /** A leaf hash per entry and a node hash per inner node. */
    private static double hashing(long entries, int leafBytes) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] leaf = new byte[leafBytes + 1];
            byte[] node = new byte[65];
            long start = System.nanoTime();
            for (long i = 0; i < entries; i++) {
                leaf[1] = (byte) i;
                System.arraycopy(sha256.digest(leaf), 0, node, 1, 32);
                node[64] = sha256.digest(node)[0];
            }
            return (System.nanoTime() - start) / 1e9;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
