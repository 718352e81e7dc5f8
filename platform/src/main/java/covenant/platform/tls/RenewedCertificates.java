package covenant.platform.tls;

import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of Kafka's key store and trust store again when they have changed, so that a renewed certificate needs no restart (R-4.1.1-3):
 * each new connection shows what the files hold now. A client's own factory reads them once. Files that cannot be read, because they are just
 * being written, leave what was read before in force until the next connection. Kafka makes it by the name in {@code kafka.ssl.engine.factory.class}.
 */
public final class RenewedCertificates implements SslEngineFactory {
    private static final Logger LOG = Logger.getLogger(RenewedCertificates.class);

    private Map<String, Object> settings = Map.of();
    private DefaultSslEngineFactory inForce = new DefaultSslEngineFactory();

    @Override
    public synchronized void configure(Map<String, ?> configs) {
        settings = new HashMap<>(configs);
        inForce = read(settings);
    }

    private static DefaultSslEngineFactory read(Map<String, Object> settings) {
        DefaultSslEngineFactory factory = new DefaultSslEngineFactory();
        factory.configure(settings);
        return factory;
    }

    private synchronized DefaultSslEngineFactory current() {
        if (inForce.shouldBeRebuilt(settings)) {
            try {
                inForce = read(settings);
                LOG.info("Kafka's certificates were renewed and are in use for new connections.");
            } catch (KafkaException e) {
                LOG.warnf(
                        "Kafka's certificates have changed and cannot be read; those read before stay: %s",
                        e.getMessage());
            }
        }
        return inForce;
    }

    @Override
    public SSLEngine createClientSslEngine(String peerHost, int peerPort, String endpointIdentification) {
        return current().createClientSslEngine(peerHost, peerPort, endpointIdentification);
    }

    @Override
    public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
        return current().createServerSslEngine(peerHost, peerPort);
    }

    @Override
    public synchronized boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
        return !settings.equals(nextConfigs);
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return current().reconfigurableConfigs();
    }

    @Override
    public @Nullable KeyStore keystore() {
        return current().keystore();
    }

    @Override
    public @Nullable KeyStore truststore() {
        return current().truststore();
    }

    @Override
    public synchronized void close() {
        inForce.close();
    }
}
