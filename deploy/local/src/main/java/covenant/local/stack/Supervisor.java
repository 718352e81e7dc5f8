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

    private static final int LIMIT = 5;
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final Stack stack;
    private final Consumer<String> report;
    private final Map<String, Deque<Instant>> deaths = new HashMap<>();

    public Supervisor(Stack stack, Consumer<String> report) {
        this.stack = stack;
        this.report = report;
    }

    /** Watches everything that the started stack consists of. */
    public void watch() {
        stack.parts().forEach(part -> stack.onAccident(part, this::died));
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
        report.accept(what + " That was the fifth time in five minutes: it is left stopped.");
    }

    private boolean mayStartAgain(Stack.Part part) {
        Instant now = Instant.now();
        Deque<Instant> recent = deaths.computeIfAbsent(part.name(), name -> new ArrayDeque<>());
        recent.add(now);
        while (recent.getFirst().isBefore(now.minus(WINDOW))) {
            recent.removeFirst();
        }
        return recent.size() < LIMIT;
    }
}
