package covenant.local.stack;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** Reports a service that dies and starts it again; one that dies five times within five minutes is left alone. */
public final class Supervisor {

    private static final int LIMIT = 5;
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final Stack stack;
    private final Consumer<String> report;
    private final Map<Service, Deque<Instant>> deaths = new EnumMap<>(Service.class);

    public Supervisor(Stack stack, Consumer<String> report) {
        this.stack = stack;
        this.report = report;
        for (Service service : Service.values()) {
            deaths.put(service, new ArrayDeque<>());
        }
    }

    /** Watches every service of the started stack. */
    public void watch() {
        for (Service service : Service.values()) {
            stack.onAccident(service, this::died);
        }
    }

    private synchronized void died(Service service, int code) {
        Instant now = Instant.now();
        Deque<Instant> recent = requireNonNull(deaths.get(service));
        recent.add(now);
        while (recent.getFirst().isBefore(now.minus(WINDOW))) {
            recent.removeFirst();
        }
        String what = "%s ended by itself with exit code %d; its log is %s."
                .formatted(service.module(), code, stack.data().log(service.module()));
        if (recent.size() >= LIMIT) {
            report.accept(what + " That was the fifth time in five minutes: it is left stopped.");
            return;
        }
        report.accept(what + " Starting it again.");
        stack.launch(service);
        stack.onAccident(service, this::died);
    }
}
