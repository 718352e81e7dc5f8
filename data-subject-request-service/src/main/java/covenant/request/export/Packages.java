package covenant.request.export;

import covenant.platform.time.CovenantClock;
import covenant.request.order.DeliveryStore;
import covenant.request.request.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The packages of requests as the rest of the service sees them. */
@ApplicationScoped
public class Packages {
    private final PackageStore store;
    private final DeliveryStore deliveries;
    private final CovenantClock clock;

    Packages(PackageStore store, DeliveryStore deliveries, CovenantClock clock) {
        this.store = store;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /** @param status DUE, READY, TAKEN or GONE */
    public record View(
            String status, boolean partial, @Nullable Instant expiresAt) {}

    /** To be built now, in the background: a gigabyte does not hold up who delivered last. */
    public void due(Request request, boolean partial) {
        store.due(request.id(), request.subjectId(), partial, clock.now());
    }

    /** Nobody needs it any more. */
    public void drop(UUID requestId) {
        if (store.lock(requestId).isPresent()) {
            store.empty(requestId, PackageStore.Status.GONE);
        }
        deliveries.delete(requestId);
    }

    public Optional<View> of(UUID requestId) {
        return store.find(requestId).map(row -> new View(status(row), row.partial(), row.expiresAt()));
    }

    private String status(PackageStore.Row row) {
        boolean over = row.expiresAt() != null && !clock.now().isBefore(row.expiresAt());
        return row.status() == PackageStore.Status.READY && over
                ? "GONE"
                : row.status().name();
    }
}
