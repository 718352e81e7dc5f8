package covenant.platform.crypto;

import com.google.crypto.tink.Aead;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts personal values under the key of the person they concern (policy 4.1.1(1)). Every ciphertext is bound to person and
 * field: moved to another row or column it does not open ({@link CiphertextException}). {@code field} is a constant name of the
 * column or purpose, for instance {@code contact_point.email}; renaming it makes stored values unreadable.
 *
 * <p>A ciphertext is 1 byte of format and about 33 bytes longer than the value. Calls inside {@code @Transactional} work in that
 * transaction; outside each works by itself. All methods throw {@link KeysUnavailableException} while the keys are away.
 */
@ApplicationScoped
public class FieldCipher {
    private static final byte FORMAT = 1;
    private static final String LABEL = "covenant field v1";

    private final SubjectKeys keys;
    private final StreamCipher streams = new StreamCipher();

    public FieldCipher(SubjectKeys keys) {
        this.keys = keys;
    }

    /** A stored value, to decrypt many at once. */
    public record Stored(String subjectId, String field, byte[] ciphertext) {
        @Override
        public String toString() {
            return "Stored[" + field + "]";
        }
    }

    /** A value to encrypt, for many at once. */
    public record Clear(String subjectId, String field, byte[] value) {
        @Override
        public String toString() {
            return "Clear[" + field + "]";
        }
    }

    /** @throws SubjectErasedException if the person was erased: nothing may be stored again */
    public byte[] encrypt(String subjectId, String field, byte[] value) {
        return encrypt(keys.forWriting(subjectId), new Clear(subjectId, field, value));
    }

    /** As {@link #encrypt}, for many values with one query for their keys; results in the same order, empty where the person was erased. */
    public List<Optional<byte[]>> encryptAll(Collection<Clear> values) {
        Function<String, @Nullable Aead> ciphers =
                keys.forWriting(values.stream().map(Clear::subjectId).toList());
        // Opening a key may ask the database in the caller's transaction; only then is it work for all processors.
        return values.stream().map(one -> new Ready(ciphers.apply(one.subjectId()), one)).toList().parallelStream()
                .map(Ready::encrypted)
                .toList();
    }

    private record Ready(@Nullable Aead cipher, Clear clear) {
        Optional<byte[]> encrypted() {
            return Optional.ofNullable(cipher).map(known -> encrypt(known, clear));
        }
    }

    private static byte[] encrypt(Aead cipher, Clear clear) {
        try {
            byte[] sealed = cipher.encrypt(clear.value(), binding(clear.subjectId(), clear.field()));
            byte[] ciphertext = new byte[sealed.length + 1];
            ciphertext[0] = FORMAT;
            System.arraycopy(sealed, 0, ciphertext, 1, sealed.length);
            return ciphertext;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot encrypt field " + clear.field(), e);
        }
    }

    /** As {@link #encrypt(String, String, byte[])}, of a text in UTF-8. */
    public byte[] encrypt(String subjectId, String field, String value) {
        return encrypt(subjectId, field, value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The value, or {@link Decrypted.Erased} if the person was erased.
     *
     * @throws CiphertextException if it was changed or belongs to another person or field
     */
    public Decrypted decrypt(String subjectId, String field, byte[] ciphertext) {
        return decrypt(keys.forReading(subjectId), new Stored(subjectId, field, ciphertext));
    }

    /** As {@link #decrypt}, for many values with one query for their keys; results in the same order. */
    public List<Decrypted> decryptAll(Collection<Stored> stored) {
        Function<String, @Nullable Aead> ciphers =
                keys.forReading(stored.stream().map(Stored::subjectId).toList());
        return stored.stream()
                .map(one -> decrypt(ciphers.apply(one.subjectId()), one))
                .toList();
    }

    /**
     * A stream that encrypts what is written to it into {@code out}, gigabytes in 64 KiB of memory. Must be closed to be complete;
     * closing closes {@code out}.
     *
     * @throws SubjectErasedException if the person was erased
     */
    public OutputStream encryptingStream(String subjectId, String field, OutputStream out) throws IOException {
        return streams.encrypting(keys.forWriting(subjectId), binding(subjectId, field), out);
    }

    /**
     * A stream that reads what {@link #encryptingStream} wrote; empty if the person was erased. Each segment is checked before it is
     * handed on; a stream that was cut short or changed ends in an {@link IOException}, so act on it only after its end.
     */
    public Optional<InputStream> decryptingStream(String subjectId, String field, InputStream in) throws IOException {
        Aead cipher = keys.forReading(subjectId);
        return cipher == null
                ? Optional.empty()
                : Optional.of(streams.decrypting(cipher, binding(subjectId, field), in));
    }

    private static Decrypted decrypt(@Nullable Aead cipher, Stored stored) {
        if (cipher == null) {
            return new Decrypted.Erased();
        }
        byte[] ciphertext = stored.ciphertext();
        if (ciphertext.length < 1 || ciphertext[0] != FORMAT) {
            throw new CiphertextException("Field " + stored.field() + " holds no ciphertext of this format");
        }
        try {
            byte[] sealed = java.util.Arrays.copyOfRange(ciphertext, 1, ciphertext.length);
            return new Decrypted.Value(cipher.decrypt(sealed, binding(stored.subjectId(), stored.field())));
        } catch (GeneralSecurityException e) {
            throw new CiphertextException(
                    "Field " + stored.field() + " was changed or belongs to another person or field", e);
        }
    }

    private static byte[] binding(String subjectId, String field) {
        return Ciphers.associatedData(LABEL, subjectId, field);
    }
}
