package covenant.platform.tls;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.embedded.identity.LocalCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real client of Kafka against a listener that looks at the certificate which it shows, and hangs up. */
@Tag("R-4.1.1-3")
class RenewedCertificatesTest {
    private static final LocalCertificate BROKER = LocalCertificate.generate("broker");
    private static final LocalCertificate FIRST = LocalCertificate.generate("client-first");
    private static final LocalCertificate SECOND = LocalCertificate.generate("client-renewed");

    @TempDir
    Path directory;

    private final Queue<X509Certificate> shown = new ConcurrentLinkedQueue<>();

    @Test
    void aClientShowsTheRenewedCertificateOnItsNextConnectionAndUnreadableFilesChangeNothing() throws Exception {
        Path own = directory.resolve("keystore.pem");
        Path believed = directory.resolve("ca.crt");
        Files.writeString(own, FIRST.keyPem() + FIRST.certificatePem());
        Files.writeString(believed, BROKER.certificatePem());
        try (SSLServerSocket broker = listen()) {
            Admin client = Admin.create(settings(broker.getLocalPort(), own, believed));
            try {
                client.describeCluster();
                awaitShown(FIRST);

                Files.writeString(own, "half a fi");
                shown.clear();
                awaitShown(FIRST);

                Files.writeString(own, SECOND.keyPem() + SECOND.certificatePem());
                awaitShown(SECOND);
                shown.clear();
                awaitShown(SECOND);
                assertThat(shown).containsOnly(SECOND.certificate());
            } finally {
                client.close(Duration.ZERO);
            }
        }
    }

    @Test
    void everyClientOfAServiceIsMadeWithIt() throws IOException {
        var settings = new java.util.Properties();
        try (var in = getClass().getResourceAsStream("/META-INF/microprofile-config.properties")) {
            settings.load(in);
        }
        assertThat(settings).containsEntry("kafka.ssl.engine.factory.class", RenewedCertificates.class.getName());
    }

    private void awaitShown(LocalCertificate expected) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> shown.contains(expected.certificate()));
    }

    private SSLServerSocket listen() throws Exception {
        SSLServerSocket socket = (SSLServerSocket) BROKER.showing(FIRST.certificate(), SECOND.certificate())
                .getServerSocketFactory()
                .createServerSocket(0);
        socket.setNeedClientAuth(true);
        Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                try (SSLSocket connection = (SSLSocket) socket.accept()) {
                    connection.startHandshake();
                    shown.add((X509Certificate) connection.getSession().getPeerCertificates()[0]);
                } catch (IOException e) {
                    // The test has ended, or the client has.
                }
            }
        });
        return socket;
    }

    private static Map<String, Object> settings(int port, Path own, Path believed) {
        return Map.of(
                "bootstrap.servers", "localhost:" + port,
                "security.protocol", "SSL",
                "ssl.engine.factory.class", RenewedCertificates.class.getName(),
                "ssl.keystore.type", "PEM",
                "ssl.keystore.location", own.toString(),
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", believed.toString(),
                "reconnect.backoff.ms", "20",
                "reconnect.backoff.max.ms", "20",
                "default.api.timeout.ms", "60000");
    }
}
