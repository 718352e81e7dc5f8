package covenant.local.stack;

import covenant.embedded.process.ChildProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reports a service or server that ends by itself and starts it again; one that ends, or does not start, five times within five minutes is
 * left alone.
 */
public final class Supervisor {

    /** Deaths within five minutes after which a part is left alone. */
    private static final int LIMIT = 5;

    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final Stack stack;
    private final Consumer<String> report;
    private final int limit;
    private final Map<String, Deque<Instant>> deaths = new HashMap<>();

    public Supervisor(Stack stack, Consumer<String> report) {
        this(stack, report, LIMIT);
    }

    /** @param limit deaths of a part within five minutes after which it is left stopped */
    public Supervisor(Stack stack, Consumer<String> report, int limit) {
        this.stack = stack;
        this.report = report;
        this.limit = limit;
    }

    /** Watches everything that the started stack consists of. */
    public void watch() {
        stack.parts().forEach(part -> stack.onAccident(part, this::died));
    }

    /**
     * {@code kill -9} of a part, which stays away until the answer is run: then it starts again and is watched as before.
     *
     * @param name as {@code ./covenant status} shows it
     */
    public Runnable keepAway(String name) {
        Stack.Part part = stack.parts().stream()
                .filter(found -> found.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new StackException("No part is called " + name));
        part.process().get().kill();
        return () -> {
            part.restart().run();
            stack.onAccident(part, this::died);
        };
    }

    private synchronized void died(Stack.Part part, int code) {
        ChildProcess process = part.process().get();
        String what =
                "%s ended by itself with exit code %d; its log is %s.".formatted(part.name(), code, process.log());
        while (mayStartAgain(part)) {
            report.accept(what + " Starting it again.");
            try {
                part.restart().run();
                stack.onAccident(part, this::died);
                return;
            } catch (RuntimeException e) {
                what = "%s did not start: %s".formatted(part.name(), e.getMessage());
            }
        }
        report.accept("%s That was time %d in five minutes: it is left stopped.".formatted(what, limit));
    }

    private boolean mayStartAgain(Stack.Part part) {
        Instant now = Instant.now();
        Deque<Instant> recent = deaths.computeIfAbsent(part.name(), name -> new ArrayDeque<>());
        recent.add(now);
        while (recent.getFirst().isBefore(now.minus(WINDOW))) {
            recent.removeFirst();
        }
        return recent.size() < limit;
    }
}
