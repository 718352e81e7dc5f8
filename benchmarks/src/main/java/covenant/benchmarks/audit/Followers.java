package covenant.benchmarks.audit;

import covenant.benchmarks.load.GrantBody;
import covenant.benchmarks.measure.Latencies;
import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Role;
import covenant.local.client.Unanswered;
import covenant.local.stack.Service;
import covenant.local.stack.Stack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Records consents at a steady pace and asks for each in the audit log until it is there; each on a thread of its own, none waits for another. */
final class Followers implements AutoCloseable {

    static final Duration PAUSE = Duration.ofMillis(20);

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Api.Caller backend;
    private final Api.Caller auditor;
    private final GrantBody grant;
    private final int run;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<Times> followed = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    /** Nanoseconds until the entry was answered. */
    private record Times(long fromSending, long fromAnswer) {}

    /** What came of it. */
    record Result(long acknowledged, Latencies fromSending, Latencies fromAnswer, List<String> failures) {}

    Followers(Stack stack, GrantBody grant, int run) {
        Api api = new Api(stack.ports(), stack.keys());
        this.backend = api.as(Role.BACKEND);
        this.auditor = api.as(Role.COMPLIANCE_AUDITOR);
        this.grant = grant;
        this.run = run;
    }

    /** Begins one every so often, on a thread that is to be waited for; returns at once. */
    Thread start(int perSecond, Duration length) {
        long pace = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long begin = System.nanoTime();
        return Thread.ofVirtual().start(() -> {
            for (int number = 0; number * pace < length.toNanos(); number++) {
                long due = begin + number * pace;
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                String person = "followed-" + run + "-" + number;
                threads.submit(() -> follow(person));
            }
        });
    }

    private void follow(String person) {
        try {
            long sent = System.nanoTime();
            Answer recorded = backend.post(
                    Service.CONSENT, "/v1/consents", new String(grant.body(person), StandardCharsets.UTF_8));
            long answered = System.nanoTime();
            if (recorded.status() != 201) {
                failures.add(recorded.described());
                return;
            }
            while (!isQueryable(person)) {
                if (System.nanoTime() - answered > LONGEST.toNanos()) {
                    failures.add("an entry was not there after " + LONGEST.toSeconds() + " s");
                    return;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            long there = System.nanoTime();
            followed.add(new Times(there - sent, there - answered));
        } catch (Unanswered e) {
            failures.add(e.toString());
        }
    }

    private boolean isQueryable(String person) {
        Answer entries = auditor.get(Service.AUDIT, "/v1/entries?subjectId=" + person);
        if (!entries.isSuccess()) {
            throw new Unanswered(entries.described(), new IllegalStateException());
        }
        return !entries.json().path("items").isEmpty();
    }

    /** Waits for those under way. */
    Result await(Thread beginning, Duration atMost) {
        try {
            beginning.join();
            threads.shutdown();
            if (!threads.awaitTermination(atMost.toSeconds(), TimeUnit.SECONDS)) {
                failures.add("followers were still waiting after " + atMost.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during a run", e);
        }
        return new Result(
                followed.size(),
                Latencies.of(followed.stream()
                        .map(times -> new long[] {times.fromSending()})
                        .toList()),
                Latencies.of(followed.stream()
                        .map(times -> new long[] {times.fromAnswer()})
                        .toList()),
                failures.stream().limit(5).toList());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
