package covenant.benchmarks.audit;

import covenant.benchmarks.load.Backends;
import covenant.benchmarks.load.GrantBody;
import covenant.benchmarks.load.Load;
import covenant.benchmarks.measure.Latencies;
import covenant.benchmarks.page.BenchCommand;
import covenant.local.stack.DataDirectory;
import covenant.local.stack.Installation;
import covenant.local.stack.Selection;
import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import covenant.local.stack.StackPorts;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./covenant bench audit-latency}: from a consent's acknowledgement to its entry in the audit log's answer. */
@Command(
        name = "audit-latency",
        description = "A consent by REST until the audit log's query answers it, under 200 writes per second.",
        mixinStandardHelpOptions = true)
public final class AuditLatencyCommand extends BenchCommand {

    private static final Duration AIM = Duration.ofSeconds(1);
    private static final int FOLLOWED_PER_SECOND = 10;
    private static final int CLIENT_PER_SECOND = 10;
    private static final int WARM_UP = 1;
    private static final int MEASURED = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Option(names = "--rate", defaultValue = "200", description = "Consents per second (${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--seconds", defaultValue = "120", description = "How long is measured (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "60", description = "Seconds before that (${DEFAULT-VALUE}).")
    private int warmUp;

    /** Both sides of one span: the unfollowed consents and the followed ones. */
    private record Span(Load.Result load, Followers.Result followed) {
        long acknowledged() {
            return load.acknowledged().count() + followed.acknowledged();
        }
    }

    @Override
    protected Measured measure(Installation installation, Path work) {
        Selection selection = new Selection(Set.of(Service.CONSENT, Service.AUDIT), Optional.of(serverOptions()));
        try (Stack stack = Stack.prepare(
                installation, DataDirectory.at(work.resolve("data")), StackPorts.free(), false, selection, this::say)) {
            stack.start();
            say("Warming up");
            Span before = drive(stack, WARM_UP, Duration.ofSeconds(quick() ? 2 : warmUp));
            Footprint footprint = Footprint.of(stack);
            Span span = drive(stack, MEASURED, Duration.ofSeconds(quick() ? 3 : seconds));
            long wanted = before.acknowledged() + span.acknowledged();
            long logged = logged(stack, wanted);
            String grown = Footprint.of(stack).since(footprint, span.acknowledged());
            return new Measured(page(span, wanted, logged, grown), problems(before, span, wanted, logged));
        }
    }

    /** The followers take their share of the rate. */
    private Span drive(Stack stack, int run, Duration length) {
        int clients = Math.max(1, (rate - FOLLOWED_PER_SECOND) / CLIENT_PER_SECOND);
        GrantBody grant = GrantBody.inForce(stack);
        Load load = new Load(
                stack.ports().of(Service.CONSENT),
                "/v1/consents",
                Backends.tokens(stack.keys(), clients),
                run,
                length,
                Duration.ofSeconds(1).dividedBy(CLIENT_PER_SECOND),
                grant,
                Load.Expected.CREATED);
        try (Followers followers = new Followers(stack, grant, run)) {
            Thread beginning = followers.start(FOLLOWED_PER_SECOND, length);
            Load.Result result = load.drive();
            return new Span(result, followers.await(beginning, PATIENCE));
        }
    }

    /** Entries of recorded consents, once all are there; fewer when they do not come. */
    private static long logged(Stack stack, long wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Connection connection = stack.postgres().connect(LogGround.DATABASE)) {
            long there = consents(connection);
            while (there < wanted && System.nanoTime() < end) {
                LockSupport.parkNanos(100_000_000);
                there = consents(connection);
            }
            return there;
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot count the log's entries", e);
        }
    }

    private static long consents(Connection connection) throws SQLException {
        return LogGround.number(connection, "select count(*) from entry where type = 'ConsentGranted'");
    }

    private List<String> problems(Span before, Span span, long wanted, long logged) {
        List<String> problems = new ArrayList<>();
        for (Span one : List.of(before, span)) {
            problems.addAll(one.load().failures());
            problems.addAll(one.followed().failures());
        }
        if (logged != wanted) {
            problems.add(logged + " entries of " + wanted + " acknowledged consents");
        }
        double reached = span.acknowledged() / (span.load().elapsed().toNanos() / 1e9);
        if (!quick() && reached < 0.95 * rate) {
            problems.add(String.format(Locale.ROOT, "only %.0f of %d consents per second were written", reached, rate));
        }
        return problems;
    }

    private String page(Span span, long wanted, long logged, String grown) {
        Latencies fromAnswer = span.followed().fromAnswer();
        Latencies fromSending = span.followed().fromSending();
        return String.format(
                Locale.ROOT,
                """
                Consents by `POST /v1/consents`, %d a second, each at its time; %d of them a second are followed: from the acknowledgement their
                person is asked for at `GET /v1/entries?subjectId=` until the entry is answered.

                | until queryable in the audit log, of %d consents | p50, ms | p99, ms | longest, ms |
                |---|---:|---:|---:|
                | from the acknowledgement | %s | **%s** | %s |
                | from the sending of the consent | %s | %s | %s |
                | `POST /v1/consents` alone, the others | %s | %s | %s |

                Aim: p99 below %d ms: %s. Written meanwhile: %.0f consents a second for %d s.

                Verified afterwards: %,d consents were acknowledged, warm-up included; the log has %,d entries of them.

                ## What it leaves

                %s
                ## Method

                consent-service, Kafka, PostgreSQL with fsync on and audit-service, each a process; warm-up of %d s at the same rate. The way of an entry: outbox,
                relay, Kafka, the log's intake, its sequencer and the signed head. A follower asks again %d ms after an answer without the entry, so a
                latency is too long by up to that and the query's own time; each query is itself recorded in the log. Options of the services: `%s`.
                """,
                rate,
                FOLLOWED_PER_SECOND,
                fromAnswer.count(),
                Latencies.millis(fromAnswer.median()),
                Latencies.millis(fromAnswer.percentile(99)),
                Latencies.millis(fromAnswer.percentile(100)),
                Latencies.millis(fromSending.median()),
                Latencies.millis(fromSending.percentile(99)),
                Latencies.millis(fromSending.percentile(100)),
                Latencies.millis(span.load().latencies().median()),
                Latencies.millis(span.load().latencies().percentile(99)),
                Latencies.millis(span.load().latencies().percentile(100)),
                AIM.toMillis(),
                fromAnswer.percentile(99).compareTo(AIM) < 0 ? "reached" : "not reached",
                span.acknowledged() / (span.load().elapsed().toNanos() / 1e9),
                span.load().elapsed().toSeconds(),
                wanted,
                logged,
                grown,
                warmUp,
                Followers.PAUSE.toMillis(),
                String.join(" ", serverOptions()));
    }
}
