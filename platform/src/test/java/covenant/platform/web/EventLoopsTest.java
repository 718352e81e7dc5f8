package covenant.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventLoopsTest {

    @Test
    void whatTheBuildingMachineHadDoesNotCount() {
        assertThat(read(0)).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void whatTheOperatorSaysCounts() {
        assertThat(read(100)).isEqualTo(77);
    }

    private static int read(int ordinal) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(Map.of(EventLoops.SETTING, "77"), "other", ordinal));
        new EventLoops().configBuilder(builder);
        SmallRyeConfig config = builder.build();
        return config.getValue(EventLoops.SETTING, Integer.class);
    }
}
