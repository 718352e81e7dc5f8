package covenant.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.testing.CovenantServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class EventLoopsIT {

    @Inject
    Vertx vertx;

    @Test
    void thereAreAsManyAsProcessors() {
        assertThat(vertx.nettyEventLoopGroup()).hasSize(Runtime.getRuntime().availableProcessors());
    }
}
