package covenant.benchmarks.audit;

import covenant.benchmarks.measure.Latencies;
import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Role;
import covenant.local.stack.Service;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./covenant bench audit-queries}: a query by person, one by type, and a proof, as the log grows. */
@Command(
        name = "audit-queries",
        description = "Queries and proofs at 10 k, 1 M and 10 M entries, against each other.",
        mixinStandardHelpOptions = true)
public final class AuditQueriesCommand extends AuditCommand {

    private static final Duration PATIENCE = Duration.ofHours(2);
    private static final int CHUNK = 100_000;

    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "10000,1000000,10000000",
            description = "Entries (${DEFAULT-VALUE}).")
    private List<Long> sizes = List.of();

    @Option(names = "--calls", defaultValue = "500", description = "Calls of each kind and size (${DEFAULT-VALUE}).")
    private int calls;

    private record Row(long size, Latencies person, Latencies page, Latencies proof) {}

    @Override
    String measure(LogGround ground, Connection connection) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Feed feed = new Feed(ground.kafkaPort())) {
            for (long size : quick() ? List.of(2_000L, 6_000L) : sizes) {
                while (feed.sent() < size) {
                    feed.send(Math.min(CHUNK, size - feed.sent()));
                    ground.awaitSigned(connection, feed.sent(), PATIENCE);
                    say(String.format(Locale.ROOT, "%,d entries", feed.sent()));
                }
                LogGround.execute(connection, "vacuum analyze entry");
                ask(ground.api(), feed.sent(), quick() ? 20 : calls);
                rows.add(ask(ground.api(), feed.sent(), quick() ? 20 : calls));
            }
        }
        return page(rows);
    }

    private static Row ask(Api api, long size, int calls) {
        Random random = new Random(size);
        Api.Caller auditor = api.as(Role.COMPLIANCE_AUDITOR);
        return new Row(
                size,
                time(
                        calls,
                        i -> auditor.get(
                                Service.AUDIT,
                                "/v1/entries?subjectId=" + Feed.person(random.nextLong(size / Feed.PER_PERSON)))),
                time(
                        calls,
                        i -> auditor.get(
                                Service.AUDIT,
                                "/v1/entries?type=ConsentGranted&order=" + (i % 2 == 0 ? "asc" : "desc"))),
                time(
                        calls,
                        i -> auditor.get(
                                Service.AUDIT, "/v1/entries/" + random.nextLong(size) + "/proof", "text/plain")));
    }

    private static Latencies time(int calls, IntFunction<Answer> call) {
        long[] nanos = new long[calls];
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            Answer answer = call.apply(i);
            nanos[i] = System.nanoTime() - start;
            if (!answer.isSuccess()) {
                throw new IllegalStateException(answer.described());
            }
        }
        return Latencies.of(List.of(nanos));
    }

    private static String page(List<Row> rows) {
        StringBuilder page = new StringBuilder("""
                | entries | by person, median ms | p99 | by type, both orders, median ms | p99 | proof, median ms | p99 |
                |---:|---:|---:|---:|---:|---:|---:|
                """);
        rows.forEach(row -> page.append(String.format(
                Locale.ROOT,
                "| %,d | %s | %s | %s | %s | %s | %s |%n",
                row.size(),
                Latencies.millis(row.person().median()),
                Latencies.millis(row.person().percentile(99)),
                Latencies.millis(row.page().median()),
                Latencies.millis(row.page().percentile(99)),
                Latencies.millis(row.proof().median()),
                Latencies.millis(row.proof().percentile(99)))));
        Row first = rows.getFirst();
        Row last = rows.getLast();
        return page.append(String.format(
                        Locale.ROOT,
                        "%nLargest over smallest: by person %.2f, by type %.2f, proof %.2f (aim: flat within 2). Each query is recorded before it is answered.%n",
                        ratio(first.person(), last.person()),
                        ratio(first.page(), last.page()),
                        ratio(first.proof(), last.proof())))
                .toString();
    }

    private static double ratio(Latencies small, Latencies large) {
        return (double) large.median().toNanos() / Math.max(1, small.median().toNanos());
    }
}
