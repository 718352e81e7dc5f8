package covenant.platform.crypto;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** The algorithms, chosen once: AES-256-GCM for values, AES-256-GCM-HKDF in segments of 64 KiB for streams. */
final class Ciphers {
    static final Configuration CONFIGURATION;
    static final AesGcmHkdfStreamingParameters STREAM;

    static {
        try {
            CONFIGURATION = RegistryConfiguration.get();
            AeadConfig.register();
            StreamingAeadConfig.register();
            STREAM = AesGcmHkdfStreamingParameters.builder()
                    .setKeySizeBytes(32)
                    .setDerivedAesGcmKeySizeBytes(32)
                    .setHkdfHashType(AesGcmHkdfStreamingParameters.HashType.SHA256)
                    .setCiphertextSegmentSizeBytes(64 * 1024)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Ciphers() {}

    /** A new data key, as the bytes that are wrapped. */
    static byte[] newDataKey() {
        try {
            return TinkProtoKeysetFormat.serializeKeyset(
                    newKeyset(PredefinedAeadParameters.AES256_GCM), InsecureSecretKeyAccess.get(), CONFIGURATION);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot create a data key", e);
        }
    }

    static Aead ofDataKey(byte[] dataKey) throws GeneralSecurityException {
        return primitive(
                TinkProtoKeysetFormat.parseKeyset(dataKey, InsecureSecretKeyAccess.get(), CONFIGURATION), Aead.class);
    }

    /** A cipher of one raw key of 32 bytes. */
    @AccessesPartialKey
    static Aead ofRawKey(byte[] key) throws GeneralSecurityException {
        AesGcmParameters parameters = AesGcmParameters.builder()
                .setKeySizeBytes(32)
                .setIvSizeBytes(12)
                .setTagSizeBytes(16)
                .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                .build();
        AesGcmKey gcm = AesGcmKey.builder()
                .setParameters(parameters)
                .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
                .build();
        KeysetHandle handle = KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(gcm).withRandomId().makePrimary())
                .build();
        return primitive(handle, Aead.class);
    }

    /** Binds a ciphertext to what it is for: label, then each part preceded by its length, so that no two lists of parts coincide. */
    static byte[] associatedData(String label, String... parts) {
        byte[][] encoded = new byte[parts.length + 1][];
        encoded[0] = label.getBytes(StandardCharsets.UTF_8);
        int size = 4 + encoded[0].length;
        for (int i = 0; i < parts.length; i++) {
            encoded[i + 1] = parts[i].getBytes(StandardCharsets.UTF_8);
            size += 4 + encoded[i + 1].length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        for (byte[] part : encoded) {
            bytes.putInt(part.length).put(part);
        }
        return bytes.array();
    }

    static KeysetHandle newKeyset(Parameters parameters) throws GeneralSecurityException {
        return KeysetHandle.generateNew(parameters, CONFIGURATION);
    }

    static <P> P primitive(KeysetHandle handle, Class<P> type) throws GeneralSecurityException {
        return handle.getPrimitive(CONFIGURATION, type);
    }
}
