package covenant.benchmarks.request;

import covenant.benchmarks.page.BenchCommand;
import covenant.local.stack.Installation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./covenant bench requests-backlog}: whether a million open requests slow a single one, and whether a million
 * reminders that fall due at once are swept in bounded batches.
 */
@Command(
        name = "requests-backlog",
        description = "One request beside none and beside a million open ones; a million reminders due at once.",
        mixinStandardHelpOptions = true)
public final class RequestsBacklogCommand extends BenchCommand {
    /** A single request may take so many times as long beside the backlog: keyset queries, not scans. */
    private static final double MOST_SLOWER = 2;

    @Option(names = "--open", defaultValue = "1000000", description = "Open requests (${DEFAULT-VALUE}).")
    private long open;

    @Option(names = "--calls", defaultValue = "500", description = "Calls of each kind (${DEFAULT-VALUE}).")
    private int calls;

    @Override
    protected Measured measure(Installation installation, Path work) {
        try (Desk desk = Desk.open(installation, work.resolve("data"), serverOptions(), this::say)) {
            return measure(desk);
        }
    }

    private Measured measure(Desk desk) {
        long backlog = quick() ? 20_000 : open;
        int times = quick() ? 40 : calls;
        SingleCalls single = new SingleCalls(desk);
        single.measure("warm-up", times);
        List<SingleCalls.Timing> before = single.measure("empty", times);
        say("Filling in " + backlog + " open requests");
        Backlog requests = new Backlog(desk, backlog);
        requests.fill();
        List<SingleCalls.Timing> after = single.measure("full", times);
        say(backlog + " reminders fall due");
        Backlog.Swept swept = requests.sweep(this::say);
        return new Measured(
                page(before, after, swept, backlog) + desk.described(), problems(before, after, swept, backlog));
    }

    private List<String> problems(
            List<SingleCalls.Timing> before, List<SingleCalls.Timing> after, Backlog.Swept swept, long backlog) {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            double slower = after.get(i).medianMillis() / before.get(i).medianMillis();
            if (!quick() && slower > MOST_SLOWER) {
                problems.add(String.format(
                        Locale.ROOT,
                        "%s is %.1f times as slow beside the backlog",
                        before.get(i).call(),
                        slower));
            }
        }
        if (swept.reminded() != backlog) {
            problems.add(swept.reminded() + " of " + backlog + " were reminded of");
        }
        if (swept.largestTransaction() > Backlog.BATCH) {
            problems.add("a transaction held " + swept.largestTransaction() + " requests");
        }
        return problems;
    }

    private static String page(
            List<SingleCalls.Timing> before, List<SingleCalls.Timing> after, Backlog.Swept swept, long backlog) {
        StringBuilder page = new StringBuilder(String.format(
                Locale.ROOT, "| median, ms | beside none | beside %d open | ratio |%n|---|---:|---:|---:|%n", backlog));
        for (int i = 0; i < before.size(); i++) {
            double was = before.get(i).medianMillis();
            double now = after.get(i).medianMillis();
            page.append(String.format(
                    Locale.ROOT, "| %s | %.2f | %.2f | %.2f |%n", before.get(i).call(), was, now, now / was));
        }
        return page
                + String.format(
                        Locale.ROOT,
                        "%n%d reminders in %.1f s (%.0f per second), each once, no transaction with more than %d;"
                                + " meanwhile a single request took %.2f ms (p50).%n",
                        swept.reminded(),
                        swept.seconds(),
                        swept.reminded() / swept.seconds(),
                        swept.largestTransaction(),
                        swept.singleMillis());
    }
}
