package covenant.audit.entry;

import covenant.audit.entry.PersonKeys.Opened.Erased;
import covenant.audit.entry.PersonKeys.Opened.Readable;
import covenant.audit.entry.PersonKeys.Opened.Unreadable;
import covenant.platform.crypto.CiphertextException;
import covenant.platform.crypto.Decrypted;
import covenant.platform.crypto.FieldCipher;
import covenant.platform.crypto.SubjectKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The platform's field encryption, with the pseudonym in the place of the subjectId: this database does not hold a plain one anywhere. */
@ApplicationScoped
class FieldCipherKeys implements PersonKeys {

    private static final String FIELD = "audit.entry.sealed";

    private final FieldCipher cipher;
    private final SubjectKeys keys;

    FieldCipherKeys(FieldCipher cipher, SubjectKeys keys) {
        this.cipher = cipher;
        this.keys = keys;
    }

    @Override
    public List<Optional<byte[]>> seal(List<Details> details) {
        return cipher.encryptAll(details.stream()
                .map(one -> new FieldCipher.Clear(one.keyName(), FIELD, Objects.requireNonNull(one.bytes())))
                .toList());
    }

    @Override
    public List<Opened> open(List<Details> sealed) {
        List<FieldCipher.Stored> stored = new ArrayList<>(sealed.size());
        for (Details details : sealed) {
            if (details.bytes() != null) {
                stored.add(new FieldCipher.Stored(details.keyName(), FIELD, details.bytes()));
            }
        }
        List<Opened> opened = new ArrayList<>(sealed.size());
        var decrypted = decrypt(stored).iterator();
        for (Details details : sealed) {
            opened.add(details.bytes() == null ? absent(details) : decrypted.next());
        }
        return opened;
    }

    /** Details can be missing for one reason only: the person had been erased when the entry came. */
    private Opened absent(Details details) {
        return keys.isShredded(details.keyName()) ? new Erased() : new Unreadable();
    }

    /** All at once; one by one only if one of them was tampered with. */
    private List<Opened> decrypt(List<FieldCipher.Stored> stored) {
        try {
            return cipher.decryptAll(stored).stream()
                    .map(FieldCipherKeys::opened)
                    .toList();
        } catch (CiphertextException e) {
            return stored.stream().map(this::decrypt).toList();
        }
    }

    private Opened decrypt(FieldCipher.Stored stored) {
        try {
            return opened(cipher.decrypt(stored.subjectId(), stored.field(), stored.ciphertext()));
        } catch (CiphertextException e) {
            return new Unreadable();
        }
    }

    private static Opened opened(Decrypted decrypted) {
        return switch (decrypted) {
            case Decrypted.Value value -> new Readable(value.bytes());
            case Decrypted.Erased erased -> new Erased();
        };
    }

    @Override
    public void shred(String person) {
        keys.shred(person);
    }
}
