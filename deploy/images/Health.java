import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The images' health check: exit code 0 if the program in this container answers the path with 200 over TLS. There is no curl in the image. */
final class Health {

    private Health() {}

    /** @param arguments the path; the certificate if it is not the one that the service is told to show */
    public static void main(String[] arguments) throws Exception {
        String certificate =
                arguments.length > 1 ? arguments[1] : System.getenv("QUARKUS_HTTP_SSL_CERTIFICATE_FILES").split(",")[0];
        String port = System.getenv().getOrDefault("QUARKUS_HTTP_SSL_PORT", "8443");
        // Exactly the certificate that is to be shown is trusted, so its name, which is not localhost, need not be.
        System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
        HttpClient client = HttpClient.newBuilder()
                .sslContext(trusting(Path.of(certificate)))
                .connectTimeout(Duration.ofSeconds(3))
                .build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + arguments[0]))
                .timeout(Duration.ofSeconds(5))
                .build();
        int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        System.exit(status == 200 ? 0 : 1);
    }

    private static SSLContext trusting(Path certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry("own", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
