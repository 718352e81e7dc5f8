package covenant.platform.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Public routes answer an address so many times a minute, then 429 with {@code Retry-After}. Each replica counts for itself. The address is that
 * of the connection, or what a proxy says where {@code quarkus.http.proxy} is told to trust it; it is kept in memory for a minute.
 */
@Provider
@Priority(Priorities.AUTHENTICATION - 100)
class PublicRateFilter implements ContainerRequestFilter {
    private static final int ADDRESSES = 50_000;

    private final RoutingContext http;
    private final int usual;
    private final Cache<Key, AtomicInteger> calls = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumSize(ADDRESSES)
            .build();

    @Context
    ResourceInfo resource;

    PublicRateFilter(
            RoutingContext http,
            @ConfigProperty(name = "covenant.public.calls-per-minute", defaultValue = "3000") int usual) {
        this.http = http;
        this.usual = usual;
    }

    private record Key(String address, int limit) {}

    @Override
    public void filter(ContainerRequestContext request) {
        if (annotation(PermitAll.class) == null) {
            return;
        }
        PublicRate own = annotation(PublicRate.class);
        int limit = own == null ? usual : own.value();
        Key key = new Key(http.request().remoteAddress().hostAddress(), limit);
        if (calls.get(key, first -> new AtomicInteger()).incrementAndGet() > limit) {
            throw new RefusedException(ProblemCode.RATE_LIMITED, "Too many calls; try again in a minute.");
        }
    }

    private <A extends Annotation> @Nullable A annotation(Class<A> type) {
        if (resource.getResourceMethod() == null) {
            return null;
        }
        A own = resource.getResourceMethod().getAnnotation(type);
        return own != null ? own : resource.getResourceClass().getAnnotation(type);
    }
}
