package covenant.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness on a network answers over TLS, with the certificate that it was given. */
class WitnessTlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path directory;

    private KeyStore store;
    private Path certificate;
    private Path key;

    @BeforeEach
    void makeCertificate() throws Exception {
        Path file = directory.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "w",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=w",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        certificate = pem("tls.crt", "CERTIFICATE", store.getCertificate("w").getEncoded());
        key = pem("tls.key", "PRIVATE KEY", store.getKey("w", PASSWORD).getEncoded());
    }

    @Test
    void whoTrustsTheCertificateIsAnsweredAndWhoSpeaksInTheClearIsNot() throws Exception {
        try (WitnessServer server = start(new WitnessTls(certificate, key));
                HttpClient trusting =
                        HttpClient.newBuilder().sslContext(trust()).build();
                HttpClient strange = HttpClient.newHttpClient()) {
            String place = "://127.0.0.1:" + server.port() + "/witness/key";

            HttpResponse<String> answer = get(trusting, "https" + place);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).startsWith("w.example.org+");
            assertThatThrownBy(() -> get(strange, "https" + place)).isInstanceOf(SSLException.class);
            assertThatThrownBy(() -> get(strange, "http" + place)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aKeyThatIsNoneAndAHalfPairAreNamed() throws IOException {
        Path wrong = Files.writeString(directory.resolve("wrong.key"), "not a key");

        assertThatThrownBy(() -> start(new WitnessTls(certificate, wrong)))
                .isInstanceOf(CannotVerifyException.class)
                .hasMessageContaining("wrong.key");
        WitnessOptions half = WitnessOptions.parse(new String[] {"--certificate", "tls.crt"});
        assertThatThrownBy(half::tls).isInstanceOf(CannotVerifyException.class);
        assertThat(WitnessOptions.parse(new String[0]).tls()).isEmpty();
    }

    private WitnessServer start(WitnessTls tls) {
        WitnessStore memory = new WitnessStore(directory.resolve("memory"));
        Cosigner cosigner = Cosigner.in(memory.keyFile(), "w.example.org");
        return WitnessServer.start(
                "127.0.0.1", 0, Optional.of(tls), new Witness(memory, cosigner, Clock.systemUTC()), cosigner);
    }

    private static HttpResponse<String> get(HttpClient client, String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private SSLContext trust() throws Exception {
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("w", store.getCertificate("w"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private Path pem(String name, String kind, byte[] content) throws IOException {
        return Files.writeString(
                directory.resolve(name),
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                        + "-----\n");
    }
}
