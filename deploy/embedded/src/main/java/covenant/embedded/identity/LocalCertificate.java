package covenant.embedded.identity;

import covenant.embedded.process.JavaCommand;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and its self-signed certificate for this machine (localhost, 127.0.0.1): whoever is to believe it is given the certificate itself. */
public record LocalCertificate(PrivateKey key, X509Certificate certificate) {

    /** Of the stores that are written: they hold throw-away keys. */
    public static final String PASSWORD = "changeit";

    /** PostgreSQL's driver takes a key of this name only. */
    private static final String ALIAS = "user";

    /** Made by the JDK's keytool, which is the only maker of certificates that every JDK has. */
    public static LocalCertificate generate(String commonName) {
        try {
            Path directory = Files.createTempDirectory(
                    "covenant-certificate-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path store = directory.resolve("own.p12");
            try {
                keytool(store, commonName);
                KeyStore made = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
                return new LocalCertificate((PrivateKey) made.getKey(ALIAS, PASSWORD.toCharArray()), (X509Certificate)
                        made.getCertificate(ALIAS));
            } finally {
                Files.deleteIfExists(store);
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a certificate", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("keytool made no certificate", e);
        }
    }

    private static void keytool(Path store, String commonName) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(JavaCommand.executable())
                                .resolveSibling("keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + commonName,
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    /** {@code -----BEGIN CERTIFICATE-----}, as servers and clients read it. */
    public String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code -----BEGIN PRIVATE KEY-----} (PKCS 8). */
    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
    }

    /** Writes a PKCS 12 store that holds the key with its certificate, by {@link #PASSWORD}. */
    public void writeStore(Path file) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store().store(out, PASSWORD.toCharArray());
        }
    }

    /** Shows this certificate, and believes those given only. */
    public SSLContext showing(X509Certificate... believed) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), believing(believed).getTrustManagers(), null);
        return context;
    }

    /** Shows nothing, and believes those given only. */
    public static SSLContext trusting(X509Certificate... believed) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, believing(believed).getTrustManagers(), null);
        return context;
    }

    private static TrustManagerFactory believing(X509Certificate... believed)
            throws IOException, GeneralSecurityException {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        for (int i = 0; i < believed.length; i++) {
            anchors.setCertificateEntry("believed-" + i, believed[i]);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        return trust;
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(ALIAS, key, PASSWORD.toCharArray(), new X509Certificate[] {certificate});
        return store;
    }

    @Override
    public String toString() {
        return "LocalCertificate[" + certificate.getSubjectX500Principal() + "]";
    }
}
