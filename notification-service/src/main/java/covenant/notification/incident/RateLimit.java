package covenant.notification.incident;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * At most so many calls per minute from one address, and from all together, on this replica. In memory: a restart forgives.
 * Behind a proxy set {@code quarkus.http.proxy.proxy-address-forwarding}.
 */
@ApplicationScoped
class RateLimit {
    private static final String ALL = "*";

    private final int perAddress;
    private final int together;
    private final Cache<String, AtomicInteger> windows = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumSize(100_000)
            .build();

    RateLimit(
            @ConfigProperty(name = "covenant.leak-reports.per-address", defaultValue = "5") int perAddress,
            @ConfigProperty(name = "covenant.leak-reports.together", defaultValue = "120") int together) {
        this.perAddress = perAddress;
        this.together = together;
    }

    /** Counts this call; false if it is one too many. */
    boolean allows(String address) {
        return count(address) <= perAddress && count(ALL) <= together;
    }

    private int count(String key) {
        return windows.get(key, k -> new AtomicInteger()).incrementAndGet();
    }
}
