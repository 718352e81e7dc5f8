package covenant.embedded.kafka;

import covenant.embedded.identity.LocalCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A second way into a broker, as it is in production: clients show a certificate and may do what access rules allow, which is nothing at first. By the
 * first, open way comes whoever sets the rules.
 *
 * @param believed whose certificates are taken
 * @param principalRules how a certificate's name becomes a user's: {@code ssl.principal.mapping.rules}
 */
public record GuardedListener(
        int port, LocalCertificate broker, List<LocalCertificate> believed, String principalRules) {

    /** Lines for the broker's properties, after its usual ones; the files that they name are written into the directory. */
    String properties(Path directory, int openPort, int controllerPort) throws IOException {
        Path own = directory.resolve("guarded-keystore.pem");
        Path trusted = directory.resolve("guarded-truststore.pem");
        Files.writeString(own, broker.keyPem() + broker.certificatePem());
        Files.writeString(
                trusted, believed.stream().map(LocalCertificate::certificatePem).collect(Collectors.joining()));
        String listeners = "PLAINTEXT://127.0.0.1:" + openPort + ",CONTROLLER://127.0.0.1:" + controllerPort
                + ",SSL://localhost:" + port;
        return """
                listeners=%1$s
                advertised.listeners=%1$s
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SSL:SSL
                ssl.keystore.type=PEM
                ssl.keystore.location=%2$s
                ssl.truststore.type=PEM
                ssl.truststore.location=%3$s
                ssl.client.auth=required
                ssl.principal.mapping.rules=%4$s
                authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
                super.users=User:ANONYMOUS
                """.formatted(listeners, own, trusted, principalRules.replace("\\", "\\\\"));
    }
}
