package covenant.verifier;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The certificate with which a witness answers, and its key: PEM files as cert-manager and others write them, the key in PKCS 8. They are
 * read once: a witness is started again when its certificate is renewed.
 */
record WitnessTls(Path certificate, Path privateKey) {

    /** A server that is not started yet and speaks nothing but TLS. */
    HttpServer listen(InetSocketAddress address) throws IOException {
        try {
            HttpsServer server = HttpsServer.create(address, 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context()));
            return server;
        } catch (GeneralSecurityException e) {
            throw new CannotVerifyException("cannot use " + certificate + " with " + privateKey, e);
        }
    }

    private SSLContext context() throws IOException, GeneralSecurityException {
        Certificate[] chain = chain();
        char[] none = new char[0];
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, none);
        store.setKeyEntry("witness", key(chain[0].getPublicKey().getAlgorithm()), none, chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, none);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private Certificate[] chain() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(certificate)) {
            List<? extends Certificate> chain =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (chain.isEmpty()) {
                throw new CannotVerifyException("no certificate in " + certificate);
            }
            return chain.toArray(Certificate[]::new);
        }
    }

    private PrivateKey key(String algorithm) throws IOException, GeneralSecurityException {
        String body = Files.readString(privateKey).replaceAll("-----[A-Z ]+-----|\\s", "");
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
        } catch (IllegalArgumentException e) {
            throw new CannotVerifyException(privateKey + " is no PEM file", e);
        }
    }
}
