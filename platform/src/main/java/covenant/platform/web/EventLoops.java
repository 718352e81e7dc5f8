package covenant.platform.web;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;

/**
 * One event loop for each processor, where Quarkus takes two: with more threads that are ready to run than processors, calls that come one by one wait for
 * each other's threads. On 2 processors 99 of 100 decisions took 8 ms with two loops, 24 with four, at 70 % of the full load; the full load itself was 5 %
 * less. {@code quarkus.vertx.event-loops-pool-size} says otherwise.
 */
public final class EventLoops implements SmallRyeConfigBuilderCustomizer {

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        builder.withDefaultValue(
                "quarkus.vertx.event-loops-pool-size",
                Integer.toString(Runtime.getRuntime().availableProcessors()));
    }
}
