package covenant.audit.intake;

import covenant.audit.ledger.Halts;
import covenant.audit.ledger.Ledger;
import covenant.audit.ledger.LedgerBrokenException;
import covenant.audit.ledger.LedgerHaltedException;
import covenant.contracts.AuditEvent.IntegrityFailure;
import covenant.platform.problem.ProblemMappers;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Reads all topics, batch by batch; see {@link IntakePipeline}.
 *
 * <p>Its own loop over the Kafka client, because one transaction has to take a whole batch across topics. Whatever fails (database away, log
 * halted) is tried again from the committed offsets; nothing is skipped.
 */
@ApplicationScoped
public class KafkaIntake {

    private static final Logger LOG = Logger.getLogger(KafkaIntake.class);
    static final String GROUP = "audit-service";

    private final Map<String, Object> config;
    private final Loads loads;
    private final Ledger ledger;
    private final Halts halts;
    private final IntakeProgress progress;
    private final boolean enabled;
    private final long pauseMillis;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "audit-intake");
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("audit-writer").daemon().factory());

    KafkaIntake(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            Loads loads,
            Ledger ledger,
            Halts halts,
            IntakeProgress progress,
            @ConfigProperty(name = "covenant.audit.intake.enabled", defaultValue = "true") boolean enabled,
            @ConfigProperty(name = "covenant.audit.intake.batch", defaultValue = "2000") int batchSize,
            @ConfigProperty(name = "covenant.audit.intake.pause", defaultValue = "1000") long pauseMillis) {
        this.config = config(broker, batchSize);
        this.loads = loads;
        this.ledger = ledger;
        this.halts = halts;
        this.progress = progress;
        this.enabled = enabled;
        this.pauseMillis = pauseMillis;
    }

    private static Map<String, Object> config(Map<String, Object> broker, int batchSize) {
        Map<String, Object> config = new HashMap<>(broker);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batchSize);
        config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        // Two batches of large payloads must fit a small heap; a single larger record is still delivered.
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * 1024 * 1024);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 512 * 1024);
        return config;
    }

    void onStart(@Observes StartupEvent started) {
        if (enabled) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    void onStop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping.countDown();
        if (enabled) {
            thread.join(10_000);
        }
        writer.shutdown();
    }

    private boolean running() {
        return stopping.getCount() > 0;
    }

    private void run() {
        while (running()) {
            try {
                ledger.open();
                consume();
            } catch (LedgerHaltedException e) {
                LOG.debug("The log is halted, events wait in Kafka");
            } catch (LedgerBrokenException e) {
                halt(e);
            } catch (WakeupException e) {
                LOG.debug("Woken up");
            } catch (RuntimeException | Error e) {
                // An Error too: a thread that ended silently would be the failure that nobody notices.
                progress.failed();
                LOG.warnf("Intake starts over from the committed offsets: %s", ProblemMappers.describe(e));
            }
            pause();
        }
    }

    private void halt(LedgerBrokenException broken) {
        try {
            LOG.errorf("The log does not extend what it signed: %s", broken.getMessage());
            halts.halt(IntegrityFailure.ROOT_MISMATCH, null);
        } catch (RuntimeException e) {
            LOG.errorf("The halt could not be recorded, the log stays unsigned: %s", ProblemMappers.describe(e));
        }
    }

    private void pause() {
        try {
            stopping.await(pauseMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }

    private void consume() {
        try (IntakePipeline pipeline = new IntakePipeline(
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer()),
                loads::read,
                loads::write,
                writer)) {
            while (running()) {
                progress.polled(pipeline.step());
            }
        }
    }
}
