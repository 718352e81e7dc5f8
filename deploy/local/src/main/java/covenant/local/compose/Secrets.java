package covenant.local.compose;

import covenant.local.stack.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What {@code deploy/compose/generate.sh} made. */
final class Secrets {

    private final Path directory;

    Secrets(Path directory) {
        this.directory = directory;
        if (!Files.exists(authority())) {
            throw new StackException("There is no " + authority()
                    + ". deploy/compose/generate.sh makes it; see deploy/compose/README.md.");
        }
    }

    Path authority() {
        return directory.resolve("ca.crt");
    }

    /** The variable of a program's environment. */
    String variable(String program, String name) {
        Path file = directory.resolve(program + ".env");
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name + "="))
                    .map(line -> line.substring(name.length() + 1))
                    .findFirst()
                    .orElseThrow(() -> new StackException(name + " does not stand in " + file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** Settings of a Kafka client that shows the certificate of that name. */
    Map<String, Object> kafkaClient(String name) {
        return Map.of(
                "security.protocol", "SSL",
                "ssl.keystore.type", "PEM",
                "ssl.keystore.location",
                        directory.resolve(name).resolve("keystore.pem").toString(),
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", authority().toString());
    }

    /** Trusts the stack's own authority and nobody else. */
    SSLContext trust() {
        try (InputStream in = Files.newInputStream(authority())) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "covenant-ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + authority(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(authority() + " is no certificate", e);
        }
    }
}
