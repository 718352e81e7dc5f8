package covenant.benchmarks.erasure;

import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Lets the running service sweep through backlogs of different sizes and counts what it orders. */
final class ErasureSweep {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long POLL_MILLIS = 50;
    /** Towards its end a backlog is waited for, not worked off: a run ends before that. */
    private static final double REST = 0.1;

    private final SweepPlan plan;
    private final SweepDatabase database;
    private final Consumer<String> progress;

    ErasureSweep(SweepPlan plan, Stack stack, Consumer<String> progress) {
        this.plan = plan;
        this.database = new SweepDatabase(stack.postgres());
        this.progress = progress;
    }

    /** The service's JVM: the limit on a batch is for operators, not for a benchmark. */
    static List<String> unlimited(List<String> javaOptions) {
        List<String> options = new ArrayList<>(javaOptions);
        options.add("-Dcovenant.retention.sweep.blast-limit=" + Integer.MAX_VALUE);
        return List.copyOf(options);
    }

    static Service measured() {
        return Service.RETENTION;
    }

    SweepReport measure() {
        database.registerHolders();
        warmUp();
        List<SweepRun> runs = new ArrayList<>();
        List<Duration> singles = new ArrayList<>();
        long behind = 0;
        for (int i = 0; i < plan.due().size(); i++) {
            int due = plan.due().get(i);
            progress.accept("Filling in " + due + " due cases");
            String batch = "bench-" + i;
            database.clear();
            long before = database.placed();
            database.fill(batch, due);
            SweepRun run = run(due, plan.each(), before);
            progress.accept("%d due: %.0f orders/s".formatted(due, run.ordersPerSecond()));
            runs.add(run);
            if (due == plan.largest() && singles.isEmpty()) {
                behind = database.waiting(batch);
                for (int single = 0; single < plan.singles(); single++) {
                    singles.add(single("single-" + single));
                }
            }
        }
        double floor = database.setBasedUpdate(Math.min(100_000, plan.largest()));
        return new SweepReport(plan, runs, singles, behind, floor, database.doubled());
    }

    private void warmUp() {
        progress.accept("Warming up for " + plan.warmUp().toSeconds() + " s");
        int due = (int) Math.max(2_000, plan.warmUp().toSeconds() * 1_000);
        long before = database.placed();
        database.fill("warm", due);
        run(due, plan.warmUp(), before);
    }

    /**
     * Orders are counted once at the beginning and once at the end, by a statement that sees them as they were when it began. In between only
     * PostgreSQL's own statistics are asked: counting millions of rows again and again would take the processors from the sweep.
     */
    private SweepRun run(int due, Duration longest, long before) {
        await("the sweep takes the first of " + due, () -> database.placed() > before);
        long begin = System.nanoTime();
        long orders = database.orders();
        long until = begin + longest.toNanos();
        long enough = before + (long) (due * (1 - REST)) * SweepDatabase.HOLDERS;
        while (System.nanoTime() < until && database.placed() < enough) {
            pause();
        }
        Duration lasted = Duration.ofNanos(System.nanoTime() - begin);
        long placed = database.orders() - orders;
        return new SweepRun(due, placed / SweepDatabase.HOLDERS, placed, lasted);
    }

    private Duration single(String batch) {
        long begin = System.nanoTime();
        database.single(batch);
        await("a single case is ordered", () -> database.ordered(batch));
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static void await(String what, BooleanSupplier reached) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("Waited in vain until " + what);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
