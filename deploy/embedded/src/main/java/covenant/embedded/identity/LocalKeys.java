package covenant.embedded.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The secrets of one local stack, made once and kept in a directory that only its owner reads: the key pair that signs tokens (RSA 2048,
 * RS256: what {@code quarkus.oidc.public-key} verifies), the one by which the company's login asserts who a person is, and the passwords of
 * database roles.
 */
public final class LocalKeys {

    private static final String TOKENS = "token-signing";
    private static final String LOGIN = "login-signing";

    private final Path directory;
    private final KeyPair tokenKeys;
    private final KeyPair loginKeys;

    private LocalKeys(Path directory, KeyPair tokenKeys, KeyPair loginKeys) {
        this.directory = directory;
        this.tokenKeys = tokenKeys;
        this.loginKeys = loginKeys;
    }

    /** Opens the directory's keys, making what is not there yet. */
    public static LocalKeys in(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            return new LocalKeys(directory, pair(directory, TOKENS), pair(directory, LOGIN));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep keys in " + directory, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The keys in " + directory + " are not what they should be", e);
        }
    }

    private static KeyPair pair(Path directory, String name) throws IOException, GeneralSecurityException {
        if (!Files.exists(directory.resolve(name + ".pkcs8"))) {
            KeyPair fresh = generate();
            write(directory.resolve(name + ".pub"), base64(fresh.getPublic().getEncoded()));
            write(directory.resolve(name + ".pkcs8"), base64(fresh.getPrivate().getEncoded()));
        }
        return read(directory, name);
    }

    /** A key pair of the kind that signs tokens. */
    public static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has RSA", e);
        }
    }

    public PrivateKey tokenSigningKey() {
        return tokenKeys.getPrivate();
    }

    /** The public key as {@code quarkus.oidc.public-key} takes it: Base64 of its X.509 form, without PEM armour. */
    public String tokenPublicKey() {
        return base64(tokenKeys.getPublic().getEncoded());
    }

    /** What the company's login signs assertions of identity with. */
    public PrivateKey loginSigningKey() {
        return loginKeys.getPrivate();
    }

    /** The same form as {@link #tokenPublicKey()}: what {@code covenant.request.assertion.public-key} takes. */
    public String loginPublicKey() {
        return base64(loginKeys.getPublic().getEncoded());
    }

    /** The password of the name, 128 random bits in hex, the same ever after. */
    public String password(String name) {
        Path file = directory.resolve(name + ".password");
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[16];
                new SecureRandom().nextBytes(random);
                write(file, HexFormat.of().formatHex(random));
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep a password in " + file, e);
        }
    }

    private static void write(Path file, String content) throws IOException {
        Path unfinished = Files.createTempFile(
                file.getParent(),
                "key",
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, content);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static KeyPair read(Path directory, String name) throws IOException, GeneralSecurityException {
        KeyFactory rsa = KeyFactory.getInstance("RSA");
        byte[] privateKey = Base64.getDecoder().decode(Files.readString(directory.resolve(name + ".pkcs8")));
        byte[] publicKey = Base64.getDecoder().decode(Files.readString(directory.resolve(name + ".pub")));
        PublicKey verifying = rsa.generatePublic(new X509EncodedKeySpec(publicKey));
        return new KeyPair(verifying, rsa.generatePrivate(new PKCS8EncodedKeySpec(privateKey)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
