package covenant.platform.web;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import io.smallrye.config.common.MapBackedConfigSource;
import java.util.Map;

/**
 * One event loop for each processor, where Quarkus takes two: with more threads that are ready to run than processors, calls that come one by one wait for
 * each other's threads (docs/performance.md). {@code quarkus.vertx.event-loops-pool-size} says otherwise.
 */
public final class EventLoops implements SmallRyeConfigBuilderCustomizer {

    static final String SETTING = "quarkus.vertx.event-loops-pool-size";

    /**
     * Before what Quarkus recorded while it was built, which is the number of the building machine's processors and has ordinal 0; behind every file and
     * variable.
     */
    private static final int ORDINAL = 1;

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        builder.withSources(new HereAndNow());
    }

    private static final class HereAndNow extends MapBackedConfigSource {
        private static final long serialVersionUID = 1L;

        HereAndNow() {
            super(
                    "the machine's processors",
                    Map.of(SETTING, Integer.toString(Runtime.getRuntime().availableProcessors())),
                    ORDINAL);
        }
    }
}
