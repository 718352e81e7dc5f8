package covenant.platform.intake;

import covenant.platform.problem.ProblemMappers;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailureHandler;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

/**
 * A channel whose consumer fails stops, nothing is committed, and the service is no longer live ({@code failure-strategy=fail-once}): as the connector's
 * own {@code fail}, which would tell it once for each record of a batch.
 */
final class FailOnce implements KafkaFailureHandler {

    static final String STRATEGY = "fail-once";

    private static final Logger LOG = Logger.getLogger(FailOnce.class);

    private final String channel;
    private final BiConsumer<Throwable, Boolean> reportFailure;
    private final AtomicBoolean told = new AtomicBoolean();

    /** Found by the connector by its name. */
    @ApplicationScoped
    @Identifier(STRATEGY)
    static class Factory implements KafkaFailureHandler.Factory {
        @Override
        public KafkaFailureHandler create(
                KafkaConnectorIncomingConfiguration config,
                Vertx vertx,
                KafkaConsumer<?, ?> consumer,
                BiConsumer<Throwable, Boolean> reportFailure) {
            return new FailOnce(config.getChannel(), reportFailure);
        }
    }

    FailOnce(String channel, BiConsumer<Throwable, Boolean> reportFailure) {
        this.channel = channel;
        this.reportFailure = reportFailure;
    }

    @Override
    public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record, Throwable reason, Metadata metadata) {
        if (told.compareAndSet(false, true)) {
            LOG.errorf("Channel %s stops, what it was at comes again: %s", channel, ProblemMappers.describe(reason));
            reportFailure.accept(reason, true);
        }
        return Uni.createFrom().<Void>failure(reason).emitOn(record::runOnMessageContext);
    }
}
