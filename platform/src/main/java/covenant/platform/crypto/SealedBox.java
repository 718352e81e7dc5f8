package covenant.platform.crypto;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HybridConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Personal values for the eyes of one service, though they travel through Kafka (RFC 9180 HPKE: X25519, HKDF-SHA-256, AES-256-GCM). The recipient
 * {@linkplain #receiver makes} its key pair and publishes the public half ({@link PublicKeys}); anyone may
 * {@link Sender#seal}, only the recipient can {@link Receiver#open}.
 */
public final class SealedBox {
    private static final HpkeParameters PARAMETERS;

    static {
        try {
            HybridConfig.register();
            PARAMETERS = HpkeParameters.builder()
                    .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
                    .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
                    .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
                    .setVariant(HpkeParameters.Variant.TINK)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private SealedBox() {}

    /** Seals for one recipient. */
    public interface Sender {
        /**
         * @param context what the content belongs to, for instance the notificationId: only under the same context it opens
         * @return standard base64, to be put into JSON
         * @throws KeysUnavailableException while the recipient has not published its key
         */
        String seal(String context, byte[] content);

        default String seal(String context, String content) {
            return seal(context, content.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Opens what was sealed for this service. */
    public interface Receiver {
        /** @throws CiphertextException if it was changed, is for somebody else or belongs to another context */
        byte[] open(String context, String box);
    }

    /** As {@link #sender(PublicKeys, String)}, with public keys in a directory. */
    public static Sender sender(Path shared, String recipient) {
        return sender(PublicKeys.in(shared), recipient);
    }

    /** A sender that looks for the recipient's public key at each use: a new key is noticed without a restart. */
    public static Sender sender(PublicKeys keys, String recipient) {
        return (context, content) -> {
            byte[] published = keys.find(recipient)
                    .orElseThrow(() -> new KeysUnavailableException(recipient + " has published no public key yet"));
            try {
                KeysetHandle publicKey = TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(
                        new String(published, StandardCharsets.UTF_8), Ciphers.CONFIGURATION);
                HybridEncrypt encrypt = Ciphers.primitive(publicKey, HybridEncrypt.class);
                return Base64.getEncoder().encodeToString(encrypt.encrypt(content, info(context)));
            } catch (GeneralSecurityException e) {
                throw new KeysUnavailableException("The public key of " + recipient + " is damaged", e);
            }
        };
    }

    /** As {@link #receiver(ServiceSecrets, PublicKeys, String)}, with public keys in a directory. */
    public static Receiver receiver(ServiceSecrets secrets, Path shared, String service) {
        return receiver(secrets, PublicKeys.in(shared), service);
    }

    /** Loads or makes this service's key pair, publishes the public half and returns who can open. */
    public static Receiver receiver(ServiceSecrets secrets, PublicKeys keys, String service) {
        byte[] keyset = secrets.loadOrCreate("sealed-box", SealedBox::newKeyset);
        try {
            KeysetHandle handle = TinkJsonProtoKeysetFormat.parseKeyset(
                    new String(keyset, StandardCharsets.UTF_8), Ciphers.CONFIGURATION, InsecureSecretKeyAccess.get());
            String publicKey = TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(
                    handle.getPublicKeysetHandle(), Ciphers.CONFIGURATION);
            keys.publish(service, publicKey.getBytes(StandardCharsets.UTF_8));
            HybridDecrypt decrypt = Ciphers.primitive(handle, HybridDecrypt.class);
            return (context, box) -> open(decrypt, context, box);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Secret sealed-box is no HPKE key pair", e);
        }
    }

    private static byte[] open(HybridDecrypt decrypt, String context, String box) {
        try {
            return decrypt.decrypt(Base64.getDecoder().decode(box), info(context));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new CiphertextException("A sealed content was changed, or is for another service or context", e);
        }
    }

    private static byte[] newKeyset() {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                            Ciphers.newKeyset(PARAMETERS), Ciphers.CONFIGURATION, InsecureSecretKeyAccess.get())
                    .getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot create a key pair", e);
        }
    }

    private static byte[] info(String context) {
        return Ciphers.associatedData("covenant sealed box v1", context);
    }
}
