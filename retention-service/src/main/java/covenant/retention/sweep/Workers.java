package covenant.retention.sweep;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * A few threads of one replica that hand cases to erasure side by side: each case waits for the disk at its commit, not for the
 * others. Never more than the connection pool can serve beside requests and consumers.
 */
@ApplicationScoped
class Workers {
    private final ExecutorService threads;

    Workers(@ConfigProperty(name = "covenant.retention.sweep.workers", defaultValue = "4") int count) {
        this.threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().name("erasure-", 0).daemon().factory());
    }

    void onStop(@Observes ShutdownEvent event) {
        threads.shutdown();
    }

    /** Returns when all have run. A task deals with its own failures. */
    void runAll(List<Runnable> tasks) {
        CompletableFuture.allOf(tasks.stream()
                        .map(task -> CompletableFuture.runAsync(task, threads))
                        .toArray(CompletableFuture[]::new))
                .join();
    }
}
