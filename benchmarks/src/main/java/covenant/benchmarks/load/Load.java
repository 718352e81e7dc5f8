package covenant.benchmarks.load;

import covenant.benchmarks.measure.Latencies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Clients, each on its own connection and its own thread (a virtual one asks the system three times as often for each answer): in a closed loop they send as fast as they are answered; with a pace each
 * sends when it is due, and a late answer counts from when it was due.
 *
 * @param tokens one access token per client
 * @param run goes into the ids of the persons
 * @param pace between two requests of one client; zero for a closed loop
 * @param expected what a good answer is
 */
public record Load(
        int port,
        String path,
        List<String> tokens,
        int run,
        Duration duration,
        Duration pace,
        Request request,
        Expected expected) {

    /** A closed loop in which every request creates something. */
    public Load(int port, String path, List<String> tokens, int run, Duration duration, Request request) {
        this(port, path, tokens, run, duration, Duration.ZERO, request, Expected.CREATED);
    }

    /** What is posted for a person. */
    @FunctionalInterface
    public interface Request {
        byte[] body(String subjectId);
    }

    /**
     * A good answer.
     *
     * @param holding stands in the body of each; empty for whatever it says
     */
    public record Expected(int status, String holding) {
        public static final Expected CREATED = new Expected(201, "");

        boolean met(Reply reply) {
            return reply.status() == status && (holding.isEmpty() || holds(reply.body()));
        }

        private boolean holds(byte[] body) {
            byte[] sought = holding.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            for (int at = 0; at <= body.length - sought.length; at++) {
                if (java.util.Arrays.equals(body, at, at + sought.length, sought, 0, sought.length)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * What came of it.
     *
     * @param latencies of the acknowledged ones
     * @param failures the first few of the errors, as they were answered
     */
    public record Result(
            Subjects acknowledged, long errors, List<String> failures, Duration elapsed, Latencies latencies) {}

    public Load {
        tokens = List.copyOf(tokens);
    }

    /** Runs to the end of the time; every request begun is waited for. */
    public Result drive() {
        CountDownLatch start = new CountDownLatch(1);
        List<Client> clients = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            Client client = new Client(this, i);
            clients.add(client);
            threads.add(Thread.ofPlatform().name("client-" + i).start(() -> client.run(start)));
        }
        long begin = System.nanoTime();
        start.countDown();
        threads.forEach(Load::join);
        return result(clients, Duration.ofNanos(System.nanoTime() - begin));
    }

    private static Result result(List<Client> clients, Duration elapsed) {
        Subjects acknowledged = new Subjects();
        clients.forEach(client -> acknowledged.addAll(client.acknowledged()));
        return new Result(
                acknowledged,
                clients.stream().mapToLong(Client::errors).sum(),
                clients.stream()
                        .flatMap(client -> client.failures().stream())
                        .limit(5)
                        .toList(),
                elapsed,
                Latencies.of(clients.stream().map(Client::nanos).toList()));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during a run", e);
        }
    }
}
